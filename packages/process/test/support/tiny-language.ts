/**
 * A language that is a Markov chain of single letters, and a family of such chains that learns one by counting pairs: small
 * enough for values by hand.
 */
import { categorical, createAliasTable, type Stream } from '@collapse-lab/math';
import type {
  AnyFamily,
  LanguageFamily,
  LanguageLaw,
  RealSource,
  Sequences,
  Tokenizer,
} from '@collapse-lab/models';

/** Probabilities of the first token (k) and of each next one (k × k). */
export interface Chain {
  readonly start: readonly number[];
  readonly next: readonly (readonly number[])[];
}

export function sequencesOf(rows: readonly (readonly number[])[], k: number): Sequences {
  return {
    kind: 'sequences',
    n: rows.length,
    length: rows[0].length,
    k,
    values: Uint32Array.from(rows.flat()),
  };
}

function logProbabilities({ start, next }: Chain, { n, length, values }: Sequences, given = 0): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const row = [...values.subarray(i * length, (i + 1) * length)];
    const terms = row.map((token, j) => Math.log(j === 0 ? start[token] : next[row[j - 1]][token]));
    return terms.slice(given).reduce((total, term) => total + term, 0);
  });
}

function write(chain: Chain, n: number, length: number, stream: Stream, prompts?: Sequences): Sequences {
  const k = chain.start.length;
  const tables = [chain.start, ...chain.next].map((each) => createAliasTable(each));
  const values = new Uint32Array(n * length);
  for (let at = 0; at < values.length; at++) {
    const row = Math.floor(at / length);
    const last = prompts?.values[((row % prompts.n) + 1) * prompts.length - 1];
    const before = at % length > 0 ? values[at - 1] : last;
    values[at] = categorical(stream, tables[before === undefined ? 0 : before + 1]);
  }
  return { kind: 'sequences', n, length, k, values };
}

/** Token i is the i-th letter; "é" is the third, so that text is not ASCII. */
export const letters: Tokenizer = {
  identity: 'letters',
  vocabularySize: 4,
  encode: (text) => Uint32Array.from(text, (letter) => 'abéd'.indexOf(letter)),
  decode: (tokens) => Array.from(tokens, (token) => 'abéd'[token]).join(''),
};

export interface ChainSource {
  readonly length: number;
  readonly law?: Partial<LanguageLaw>;
  readonly parts?: Partial<RealSource<Sequences>>;
}

/** Real data that are the chain; with `law`, what is known of it. */
export function chainSource(chain: Chain, { length, law, parts }: ChainSource): RealSource<Sequences> {
  const k = chain.start.length;
  const language: LanguageLaw = {
    entropyPerToken: Number.NaN,
    logProbability: (data) => logProbabilities(chain, data),
    constructions: [],
    countConstructions: () => new Float64Array(),
    ...law,
  };
  return {
    name: 'chain',
    identity: 'chain',
    shape: { kind: 'sequences', length, k },
    draw: (n, stream) => write(chain, n, length, stream),
    tokenizer: letters,
    ...(law === undefined ? {} : { language }),
    ...parts,
  };
}

export interface ChainFamilyOptions {
  readonly length: number;
  readonly k: number;
  /** All tokens, or all but the first. Default: all. */
  readonly scoredTokens?: number;
  /** Whether it continues the blocks of D_0. */
  readonly prompts?: boolean;
}

/** Counts of pairs, with a half added to each. */
export function chainFamily({ length, k, scoredTokens = length, prompts }: ChainFamilyOptions): AnyFamily {
  const family: LanguageFamily<Chain> = {
    name: 'chain',
    lawVersion: 1,
    shape: { kind: 'sequences', length, k },
    minimumSize: 1,
    scoredTokens,
    ...(prompts === true && { conditional: 'fixed' as const }),
    fit: ({ train }) => learn(train),
    sample: (chain, { n, given }, stream) => write(chain, n, length, stream, given as Sequences | undefined),
    logDensity: (chain, data) => logProbabilities(chain, data, data.length - scoredTokens),
    encode: ({ start, next }) => ({ start: [...start], next: next.map((row) => [...row]) }),
    decode: (encoded) => encoded as unknown as Chain,
  };
  return family as unknown as AnyFamily;
}

function learn({ n, length, k, values }: Sequences): Chain {
  const start = new Array<number>(k).fill(0.5);
  const next = Array.from({ length: k }, () => new Array<number>(k).fill(0.5));
  for (let at = 0; at < n * length; at++)
    if (at % length === 0) start[values[at]]++;
    else next[values[at - 1]][values[at]]++;
  const normalised = (row: number[]): number[] => {
    const total = row.reduce((sum, value) => sum + value, 0);
    return row.map((value) => value / total);
  };
  return { start: normalised(start), next: next.map(normalised) };
}
