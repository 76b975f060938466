/** Results of imagined cells, from a stream: what a store must keep, whatever it is. */
import { Stream } from '@collapse-lab/math';
import type { Json } from '@collapse-lab/models';
import type { ArtifactRow } from '@collapse-lab/process';
import { sha256 } from '../cell/canonical.ts';
import type { CellResult, Series } from '../cell/result.ts';

/** Values that JSON or a text format loses easily. */
const awkward = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 5e-324, 1 / 3, 1e300];

/** The same name gives the same result. */
export function randomResult(name: string): CellResult {
  const stream = Stream.fromPath(['store contract', name]);
  const generations = below(stream, 20);
  const lineageKey = sha256(`lineage ${name}`);
  const rowsKey = sha256(`rows ${name}`);
  const result = {
    key: sha256(`cell ${name}`),
    rowsKey,
    lineageKey,
    seed: below(stream, 1000),
    generations,
    parameters: { workflow: { kind: 'replace' }, note: `"quoted", 'single', \n line, ✓ ${name}` },
    series: Array.from({ length: below(stream, 4) }, (_, i) =>
      randomSeries(`metric ${i} "β"`, generations, stream),
    ),
    snapshots: Array.from({ length: below(stream, 3) }, (_, t) => ({ t, parameters: randomState(stream) })),
    state: randomState(stream),
  };
  const artifacts = Array.from({ length: below(stream, 3) }, (_, t) => randomArtifact(t, stream));
  return artifacts.length > 0 ? { ...result, artifacts } : result;
}

function randomSeries(metric: string, generations: number, stream: Stream): Series {
  const t = Array.from({ length: generations + 1 }, (_, generation) => generation);
  const value = t.map(() =>
    below(stream, 3) === 0 ? awkward[below(stream, awkward.length)] : stream.uniform(),
  );
  return { metric, t, value };
}

function randomArtifact(t: number, stream: Stream): ArtifactRow {
  const file = `${sha256(`artifact ${stream.uniform()}`)}.pgm`;
  return { t, observer: 'pictures', about: { kind: 'pictures', count: below(stream, 9) }, file };
}

function randomState(stream: Stream): Json {
  return { mean: [stream.uniform(), -0], factor: 'NaN', nested: { list: [null, true, below(stream, 9)] } };
}

function below(stream: Stream, limit: number): number {
  return Math.floor(stream.uniform() * limit);
}
