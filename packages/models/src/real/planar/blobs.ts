/**
 * Equal round normal distributions at fixed centres. (A generator that draws its centres from the seed too, as
 * scikit-learn's `make_blobs` does by default, gives another p_0 for every seed.)
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Points } from '../../data/data.ts';
import { isPositive } from '../../data/is-number.ts';
import { checkOptions } from '../check-options.ts';
import { gaussianMixtureSource } from '../gaussian-mixture.ts';
import type { RealSource } from '../real-source.ts';

export interface BlobsOptions {
  /** One list of d coordinates for each blob. */
  readonly centres: readonly (readonly number[])[];
  /** Of every blob in every direction, positive. */
  readonly standardDeviation: number;
}

/** @throws InvalidArgumentError */
export function blobsSource(options: BlobsOptions): RealSource<Points> {
  checkOptions(options);
  const { centres, standardDeviation } = options;
  if (!Array.isArray(centres) || centres.length === 0)
    throw new InvalidArgumentError({
      argument: 'centres',
      got: centres,
      expected: 'a list of at least one centre, each a list of d numbers',
    });
  const identity = `blobs ${JSON.stringify({ centres, standardDeviation })}`;
  return { ...roundNormals(centres, standardDeviation), name: 'blobs', identity };
}

/** The mixture of N(c, standardDeviation² I) over the centres c, with equal weights. */
export function roundNormals(
  centres: readonly (readonly number[])[],
  standardDeviation: number,
): RealSource<Points> {
  if (!isPositive(standardDeviation))
    throw new InvalidArgumentError({
      argument: 'standardDeviation',
      got: standardDeviation,
      expected: 'a positive number',
    });
  return gaussianMixtureSource({
    weights: centres.map(() => 1),
    means: centres,
    covariances: centres.map(() => standardDeviation * standardDeviation),
  });
}
