/** How a glyph is written. The rare styles are the tails of the distribution: their probabilities are known exactly. */
import { InvalidArgumentError } from '@collapse-lab/math';

/**
 * crossed: with a bar through the middle; framed: in a frame; underlined: with a bar below.
 */
export type RareStyle = 'crossed' | 'framed' | 'underlined';

export type Style = 'plain' | RareStyle;

export const styleNames: readonly Style[] = ['plain', 'crossed', 'framed', 'underlined'];

/** Probabilities of the rare styles; the rest is plain. */
export type StyleProbabilities = Readonly<Record<RareStyle, number>>;

export const defaultStyles: StyleProbabilities = { crossed: 0.04, framed: 0.02, underlined: 0.01 };

/**
 * The probabilities of `styleNames`, in their order.
 *
 * @throws InvalidArgumentError where one is not a probability, is unknown, or all together exceed 1
 */
export function styleProbabilities(given: Partial<StyleProbabilities>): number[] {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(defaultStyles, name));
  if (unknown !== undefined)
    throw new InvalidArgumentError({
      argument: `styles.${unknown}`,
      got: given[unknown as RareStyle],
      expected: `no such style, only ${Object.keys(defaultStyles).join(', ')}`,
    });
  const rare = styleNames.slice(1).map((name) => probability(name as RareStyle, given));
  const plain = 1 - rare.reduce((sum, p) => sum + p, 0);
  if (plain < 0)
    throw new InvalidArgumentError({
      argument: 'styles',
      got: given,
      expected: 'probabilities that sum to 1 at most: what is left is plain',
    });
  return [plain, ...rare];
}

function probability(name: RareStyle, given: Partial<StyleProbabilities>): number {
  const value = given[name] ?? defaultStyles[name];
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError({
    argument: `styles.${name}`,
    got: value,
    expected: 'a number from 0 to 1',
  });
}
