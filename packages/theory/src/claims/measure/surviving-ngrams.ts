/**
 * A text refitted by an n-gram model without smoothing and written anew, as a simulation: which of its words and pairs of words
 * are left, beside what their counts in D_0 predict.
 */
import type { Stream } from '@collapse-lab/math';
import { ngram, type Sequences, syntheticLanguageSource } from '@collapse-lab/models';
import { expectedSurvivingNgrams } from '../../prediction/language/surviving.ts';
import type { Simulation } from './experiment.ts';
import { accepted } from './paired-lineages.ts';
import type { Quantity } from './quantity.ts';

export interface SurvivingNgrams {
  /** Order of the model: 1 or 2. */
  readonly order: 1 | 2;
  /** Words of the text. */
  readonly words: number;
  /** Generations after the first. */
  readonly generations: number;
  /** About, of one replicate on one core. */
  readonly seconds: number;
}

/** `<n> left` and `<n> predicted`: how many n-grams of D_0 the text of generation t has. */
export function survivingNgrams({ order, words, generations, seconds }: SurvivingNgrams): Simulation {
  const run = (stream: Stream) => {
    const source = syntheticLanguageSource({ length: words, vocabulary: 512 });
    const family = ngram.create(accepted(ngram.resolve({ order })), source.shape);
    let train = source.draw(1, stream.split(0)) as Sequences;
    const first = Array.from({ length: order }, (_, i) => counted(train, i + 1));
    const spectra = first.map(spectrumOf);
    const rows: Map<string, number>[] = [];
    for (let t = 0; t <= generations; t++) {
      if (t > 0) train = family.sample(family.fit({ train }, stream.split(t)), { n: 1 }, stream.split(t));
      rows.push(rowOf(train, t, first, spectra));
    }
    return (metric: string, t: number): number => rows[t].get(metric)!;
  };
  return { seconds, run };
}

type Counts = ReadonlyMap<number, number>;

function rowOf(
  train: Sequences,
  t: number,
  first: readonly Counts[],
  spectra: readonly Float64Array[],
): Map<string, number> {
  const row = new Map<string, number>();
  first.forEach((known, i) => {
    const now = counted(train, i + 1);
    row.set(`${i + 1} left`, [...known.keys()].filter((each) => now.has(each)).length);
    row.set(`${i + 1} predicted`, expectedSurvivingNgrams(spectra[i], t));
  });
  return row;
}

/** How often each word, or pair of words, occurs in the only sequence; a pair (a, b) is a·k + b. */
function counted({ values, k }: Sequences, n: number): Counts {
  const counts = new Map<number, number>();
  for (let i = n - 1; i < values.length; i++) {
    const each = n === 1 ? values[i] : values[i - 1] * k + values[i];
    counts.set(each, (counts.get(each) ?? 0) + 1);
  }
  return counts;
}

/** At index c, how many occur c times. */
function spectrumOf(counts: Counts): Float64Array {
  const spectrum = new Float64Array(Math.max(...counts.values()) + 1);
  for (const count of counts.values()) spectrum[count]++;
  return spectrum;
}

/** n-grams of D_0 that are left, over what is predicted from D_0. */
export function leftOverPredicted(n: 1 | 2): Quantity {
  const metrics = [`${n} left`, `${n} predicted`];
  return {
    name: `${n === 1 ? 'words' : 'pairs of words'} left over those predicted`,
    metrics,
    value: (read, t) => read(metrics[0], t) / read(metrics[1], t),
  };
}
