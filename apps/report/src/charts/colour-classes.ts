/** A handful of colour classes with round limits, and their legend: swatches with the limits between them. */
import { formatTick } from '../text/number.ts';
import { text } from './figure.ts';
import { linearTicks } from './scale.ts';
import { fontSize, ink, lineSequence, sequentialColour } from './theme.ts';

export interface ColourClasses {
  /** Ascending limits between the classes: one fewer than there are classes. */
  readonly limits: readonly number[];
  readonly colours: readonly string[];
  colour(value: number): string;
  /** Ink that is readable on the colour of this value. */
  textColour(value: number): string;
}

const mostLimits = 10;

/** Of the neighbouring class: an end class narrower than this is joined with it. */
const narrowEnd = 0.2;

/** Linear limits or, where all values are positive, logarithmic ones: whichever tell more of the values apart. */
export function colourClasses(values: readonly number[]): ColourClasses {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const linear = withoutNarrowEnds(linearLimits(low, high), low, high, (value) => value);
  if (!(low > 0 && high > leastLogRatio * low)) return classesOf(linear);
  const log = withoutNarrowEnds(logLimits(low, high), low, high, Math.log);
  return classesOf(information(log, finite) >= information(linear, finite) ? log : linear);
}

/** Below, the two kinds of limits hardly differ. */
const leastLogRatio = 10;

/** Entropy in nats of the class of a value: what the colours say. */
function information(limits: readonly number[], values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) {
    const index = limits.filter((limit) => value >= limit).length;
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const shares = [...counts.values()].map((count) => count / values.length);
  return -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
}

/** Classes for lines rather than areas: one for each of a few values, those of `colourClasses` where there are more. */
export function lineClasses(values: readonly number[]): ColourClasses {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const middles = sorted.slice(1).map((value, i) => (value + sorted[i]) / 2);
  return classesOf(
    sorted.length <= lineSequence.length ? middles : colourClasses(values).limits,
    lineColours,
  );
}

function classesOf(
  limits: readonly number[],
  palette: (count: number) => string[] = areaColours,
): ColourClasses {
  const colours = palette(limits.length + 1);
  const indexOf = (value: number): number => limits.filter((limit) => value >= limit).length;
  return {
    limits,
    colours,
    colour: (value) => colours[indexOf(value)],
    textColour: (value) => (indexOf(value) >= 0.5 * colours.length ? '#fdfdfe' : '#101418'),
  };
}

/** A sliver of a class at either end would show noise as a border. */
function withoutNarrowEnds(
  limits: readonly number[],
  low: number,
  high: number,
  measure: (value: number) => number,
): number[] {
  if (limits.length < 3) return [...limits];
  const edges = [low, ...limits, high].map(measure);
  const widths = edges.slice(1).map((edge, i) => edge - edges[i]);
  const first = widths[0] < narrowEnd * widths[1] ? 1 : 0;
  const last = widths[widths.length - 1] < narrowEnd * widths[widths.length - 2] ? 1 : 0;
  return limits.slice(first, limits.length - last);
}

/** The finest of 1-2-5, 1-3 and whole decades (every k-th) that leaves at most nine limits. */
function logLimits(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  for (const factors of [[1, 2, 5], [1, 3], [1]]) {
    const limits = decades(first, last, 1).flatMap((power) =>
      factors.map((factor) => Number(`${factor}e${power}`)),
    );
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

function areaColours(count: number): string[] {
  return Array.from({ length: count }, (_, i) => sequentialColour(count === 1 ? 0.5 : i / (count - 1)));
}

function lineColours(count: number): string[] {
  const last = lineSequence.length - 1;
  const index = (i: number): number => Math.round(count === 1 ? last / 2 : (i * last) / (count - 1));
  return Array.from({ length: count }, (_, i) => lineSequence[index(i)]);
}

const swatch = { width: 58, height: 12 } as const;

export interface ColourLegend {
  readonly markup: string;
  readonly width: number;
  readonly height: number;
}

/** Swatches in a row, limits under the joints. */
export function colourLegend(classes: ColourClasses, title: string): ColourLegend {
  return swatches(
    classes,
    title,
    classes.limits.map((limit, i) => ({ label: formatTick(limit), x: (i + 1) * swatch.width })),
  );
}

/** Swatches in a row, under each the value it stands for. */
export function valueLegend(classes: ColourClasses, title: string, values: readonly number[]): ColourLegend {
  const sorted = [...values].sort((a, b) => a - b);
  return swatches(
    classes,
    title,
    sorted.map((value, i) => ({ label: formatTick(value), x: (i + 0.5) * swatch.width })),
  );
}

function swatches(
  classes: ColourClasses,
  title: string,
  marks: readonly { label: string; x: number }[],
): ColourLegend {
  const { width, height } = swatch;
  const boxes = classes.colours.map(
    (colour, i) => `<rect x="${i * width}" y="18" width="${width}" height="${height}" fill="${colour}"/>`,
  );
  const labels = marks.map(({ label, x }) =>
    text({ x, y: 18 + height + 12, value: label, size: fontSize.tick, anchor: 'middle' }),
  );
  const heading = text({ x: 0, y: 11, value: title, fill: ink });
  return {
    markup: [heading, ...boxes, ...labels].join(''),
    width: classes.colours.length * width,
    height: 48,
  };
}
