import type { Session } from '@collapse-lab/tensor';
import type { Sequences } from '../../data/data.ts';
import type { Reading } from './reading.ts';

/** n log probabilities in nats, under the weights in the session: chunks together, and the rest one by one. */
export function scoreSequences(session: Session, reading: Reading, { n, values }: Sequences): Float64Array {
  const { length, read, chunk } = reading;
  const scores = new Float64Array(n);
  for (let from = 0; from < n; ) {
    const size = n - from >= chunk ? chunk : 1;
    const inputs = reading.split(values.subarray(from * length, (from + size) * length), size);
    const { logProbabilities } = session.run(size === chunk ? 'score' : 'scoreOne', { ...inputs });
    for (let i = 0; i < size * read; i++)
      scores[from + Math.floor(i / read)] += (logProbabilities as Float32Array)[i];
    from += size;
  }
  return scores;
}
