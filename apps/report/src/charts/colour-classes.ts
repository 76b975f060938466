/** A handful of colour classes with round limits, and their legend: swatches with the limits between them. */
import { formatTick } from '../text/number.ts';
import { text } from './figure.ts';
import { linearTicks } from './scale.ts';
import { fontSize, ink, sequentialColour } from './theme.ts';

export interface ColourClasses {
  /** Ascending limits between the classes: one fewer than there are classes. */
  readonly limits: readonly number[];
  readonly colours: readonly string[];
  colour(value: number): string;
  /** Ink that is readable on the colour of this value. */
  textColour(value: number): string;
}

const mostLimits = 9;

/** Log limits where the positive values span more than a factor of 30, linear ones otherwise. */
export function colourClasses(values: readonly number[]): ColourClasses {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const limits = low > 0 && high > 30 * low ? logLimits(low, high) : linearLimits(low, high);
  const colours = spreadColours(limits.length + 1);
  const indexOf = (value: number): number => limits.filter((limit) => value >= limit).length;
  return {
    limits,
    colours,
    colour: (value) => colours[indexOf(value)],
    textColour: (value) => (indexOf(value) >= 0.5 * colours.length ? '#fdfdfe' : '#101418'),
  };
}

/** The finest of 1-2-5, 1-3 and whole decades (every k-th) that leaves at most nine limits. */
function logLimits(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  for (const factors of [[1, 2, 5], [1, 3], [1]]) {
    const limits = decades(first, last, 1).flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)));
    const inside = limits.filter((limit) => limit > low && limit < high);
    if (inside.length <= mostLimits) return inside;
  }
  const step = Math.ceil((last - first) / mostLimits);
  const limits = decades(first, last, step).map((power) => Number(`1e${power}`));
  return limits.filter((limit) => limit > low && limit < high);
}

function decades(first: number, last: number, step: number): number[] {
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return powers.filter((power) => power % step === 0);
}

function linearLimits(low: number, high: number): number[] {
  if (!(high > low)) return [];
  for (let about = mostLimits; about > 1; about--) {
    const inside = linearTicks(low, high, about).filter((tick) => tick > low && tick < high);
    if (inside.length <= mostLimits) return inside;
  }
  return [];
}

function spreadColours(count: number): string[] {
  return Array.from({ length: count }, (_, i) => sequentialColour(count === 1 ? 0.5 : i / (count - 1)));
}

const swatch = { width: 58, height: 12 } as const;

/** Swatches in a row, limits under the joints. */
export function colourLegend(classes: ColourClasses, title: string): { markup: string; width: number; height: number } {
  const boxes = classes.colours.map(
    (colour, i) => `<rect x="${i * swatch.width}" y="18" width="${swatch.width}" height="${swatch.height}" fill="${colour}"/>`,
  );
  const limits = classes.limits.map((limit, i) =>
    text({
      x: (i + 1) * swatch.width,
      y: 18 + swatch.height + 12,
      value: formatTick(limit),
      size: fontSize.tick,
      anchor: 'middle',
    }),
  );
  const markup = [text({ x: 0, y: 11, value: title, fill: ink }), ...boxes, ...limits].join('');
  return { markup, width: classes.colours.length * swatch.width, height: 48 };
}
