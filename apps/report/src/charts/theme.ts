/**
 * Colours and type of all figures. Series colours keep apart under the common colour-vision deficiencies (after Okabe
 * and Ito, with the pale ones darkened to at least 3:1 on white) and differ in lightness too. Every light colour has a
 * dark partner, so that one drawing serves both schemes.
 */

export const fontFamily = "'DejaVu Sans', Verdana, 'Segoe UI', Helvetica, Arial, sans-serif";

export const fontSize = { title: 14, label: 11, tick: 10, small: 10 } as const;

export const ink = '#1b1f24';
export const muted = '#565f69';
export const grid = '#dde2e7';
export const paper = '#ffffff';
export const warning = '#b3261e';
/** Cells without a value. */
export const absent = '#eceff2';

export const seriesColours: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#008f68',
  '#a8327d',
  '#b07d00',
  '#3a3f46',
  '#7b8a99',
  '#7a4a2a',
];

/** One hue per functional: what is the same colour may be compared. `theory` is the darker partner. */
export const functionalColours = {
  median: { ensemble: '#0072b3', theory: '#003e63' },
  mean: { ensemble: '#e0701a', theory: '#7a2e00' },
  geometricMean: { ensemble: '#18a57c', theory: '#004c38' },
} as const;

/** Light to dark = low to high; ordered in lightness, so it also reads in grey (viridis, reversed). */
const sequentialAnchors: readonly string[] = [
  '#f3e55c',
  '#a5d83a',
  '#4ec26a',
  '#22a385',
  '#26808d',
  '#345f8c',
  '#443b83',
  '#46196f',
];

/** @param share 0 (low) to 1 (high). */
export function sequentialColour(share: number): string {
  const at = share * (sequentialAnchors.length - 1);
  const below = Math.min(Math.floor(at), sequentialAnchors.length - 2);
  const channels = [1, 3, 5].map((from) => {
    const [a, b] = [0, 1].map((next) =>
      Number.parseInt(sequentialAnchors[below + next].slice(from, from + 2), 16),
    );
    return Math.round(a + (b - a) * (at - below));
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * For lines, low to high: without the palest colours, which vanish on white. On a dark page the order of lightness turns
 * round, so that high stays far from the page. None of them is a colour of areas, which stay as they are.
 */
export const lineSequence: readonly string[] = Array.from({ length: 12 }, (_, i) =>
  sequentialColour(0.212 + (0.75 * i) / 11),
);

const darkLines = lineSequence.map((colour, i) => [colour, sequentialColour(0.62 * (1 - i / 11))]);

const darkPartners: Readonly<Record<string, string>> = {
  ...Object.fromEntries(darkLines),
  [ink]: '#e8ecf0',
  [muted]: '#a9b4bf',
  [grid]: '#343c45',
  [paper]: '#15191e',
  [warning]: '#ff8a80',
  [absent]: '#2a3138',
  '#0072b2': '#4fa8e8',
  '#d55e00': '#ff8b47',
  '#008f68': '#35c79c',
  '#a8327d': '#e583c0',
  '#b07d00': '#e0b040',
  '#3a3f46': '#f0f3f6',
  '#7b8a99': '#93a2b1',
  '#7a4a2a': '#c99572',
  '#0072b3': '#3f9fe0',
  '#003e63': '#b5ddfa',
  '#e0701a': '#e87f2e',
  '#7a2e00': '#ffd3b0',
  '#18a57c': '#20b388',
  '#004c38': '#aef0d8',
};

const nameOf = (colour: string): string => `--figure-${colour.slice(1)}`;

/** Replaces the theme's colours by style variables that fall back to them: for SVG inside a page. */
export function schemeAware(svg: string): string {
  return svg.replace(/"(#[0-9a-f]{6})"/g, (whole, colour: string) =>
    colour in darkPartners ? `"var(${nameOf(colour)},${colour})"` : whole,
  );
}

/** Whether the colour follows the scheme of the page. */
export function hasDarkPartner(colour: string): boolean {
  return colour in darkPartners;
}

/** The declarations that turn `schemeAware` figures dark. */
export const darkSchemeVariables: string = Object.entries(darkPartners)
  .map(([light, dark]) => `${nameOf(light)}:${dark}`)
  .join(';');
