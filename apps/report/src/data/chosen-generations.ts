/** Few generations out of many: the first, the last, and those between denser at the beginning, where most happens. */

/** At most `most` of the ascending generations: of 0 … 9 six are 0, 1, 2, 3, 5, 9, those that Shumailov et al. show. */
export function chosenGenerations(generations: readonly number[], most: number): number[] {
  const { length } = generations;
  if (length <= most) return [...generations];
  const places = Array.from({ length: most }, (_, i) => Math.round(length ** (i / (most - 1))) - 1);
  return [...new Set(places)].map((place) => generations[place]);
}
