/** Where EM begins: responsibilities of a clustering or given ones, or parameters. */
import { choleskyUpdate, columnMeans, InvalidArgumentError, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { rowNorm } from '../gaussian/draw.ts';
import type { MixtureComponent } from '../real/gaussian-mixture.ts';
import { kMeans } from './k-means.ts';
import type { MixtureCovariance, MixtureModel } from './mixture-model.ts';
import { isTriangular, type Workspace } from './workspace.ts';

/** Responsibilities 1 and 0, of k-means. */
export function startFromKMeans(workspace: Workspace, points: Points, stream: Stream): void {
  const { responsibilities, n, k } = workspace;
  const { labels } = kMeans(points, k, stream, workspace.clustering);
  responsibilities.fill(0);
  for (let i = 0; i < n; i++) responsibilities[labels[i] * n + i] = 1;
  useUnitsOfData(workspace, points);
}

/**
 * @param given n × k, row-major; rows that sum to 1.
 * @throws InvalidArgumentError
 */
export function startFromResponsibilities(workspace: Workspace, points: Points, given: Float64Array): void {
  const { responsibilities, n, k } = workspace;
  if (given.length !== n * k)
    throw new InvalidArgumentError({
      argument: 'start.responsibilities.length',
      got: given.length,
      expected: `${n * k}, one for each of n = ${n} points and k = ${k} components`,
    });
  for (let i = 0; i < n; i++) {
    let total = 0;
    for (let c = 0; c < k; c++) {
      responsibilities[c * n + i] = given[i * k + c];
      total += given[i * k + c] >= 0 ? given[i * k + c] : Number.NaN;
    }
    if (!(Math.abs(total - 1) < 1e-6))
      throw new InvalidArgumentError({
        argument: `start.responsibilities[${i}]`,
        got: Array.from(given.subarray(i * k, (i + 1) * k)),
        expected: `${k} non-negative numbers that sum to 1`,
      });
  }
  useUnitsOfData(workspace, points);
}

/** All components at the mean of the data, with its standard deviations: only units to take moments in. */
function useUnitsOfData(workspace: Workspace, { values, n, d }: Points): void {
  const { means, factors, weights, covariance, columns, resolution, k } = workspace;
  const centre = columnMeans(values, d);
  const deviations = Float64Array.from(centre, (mean, j) => {
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (columns[j * n + i] - mean) * (columns[j * n + i] - mean);
    return Math.max(Math.sqrt(squares / n), resolution[j]);
  });
  weights.fill(1 / k);
  for (let c = 0; c < k; c++) means.set(centre, c * d);
  if (covariance === 'spherical') factors.fill(Math.max(...deviations));
  else if (covariance === 'diagonal') for (let c = 0; c < k; c++) factors.set(deviations, c * d);
  else
    for (let at = 0; at < factors.length; at++) {
      const entry = at % (d * d);
      const row = Math.floor(entry / d);
      factors[at] = entry % d === row ? deviations[row] : 0;
    }
}

/** Continues from a model of the same kind and size. */
export function startFromModel(workspace: Workspace, { weights, means, factors }: MixtureModel): void {
  let total = 0;
  for (const weight of weights) total += weight;
  workspace.weights.set(weights.map((weight) => weight / total));
  workspace.means.set(means);
  workspace.factors.set(factors);
  liftPivots(workspace);
}

/** Rounding to a number format may have left standard deviations of zero, which EM cannot begin with. */
function liftPivots({ covariance, factors, resolution, d }: Workspace): void {
  const size = isTriangular(covariance) ? d * d : covariance === 'diagonal' ? d : 1;
  for (let at = 0; at < factors.length; at++) {
    const entry = at % size;
    const j = isTriangular(covariance) ? Math.floor(entry / d) : entry;
    if (!isTriangular(covariance) || entry % d === j) factors[at] = Math.max(factors[at], resolution[j]);
  }
}

/** Given parameters; covariances of a wider kind are projected onto the kind that is fitted. */
export function startFromComponents(workspace: Workspace, components: readonly MixtureComponent[]): void {
  const { weights, means, factors, covariance, d } = workspace;
  for (const [c, { weight, mean }] of components.entries()) {
    weights[c] = weight;
    means.set(mean, c * d);
  }
  factors.set(projections[covariance](components, d));
}

/** The factors of a kind from lower triangular ones. */
type Project = (components: readonly MixtureComponent[], d: number) => Float64Array;

const projections: Record<MixtureCovariance, Project> = {
  full: (components) => Float64Array.from(components.flatMap(({ factor }) => Array.from(factor))),
  tied: pooledFactor,
  diagonal: (components, d) => Float64Array.from(components.flatMap((each) => deviationsOf(each, d))),
  spherical: (components, d) =>
    Float64Array.from(components, ({ factor }) => rowNorm(factor, d * d, 0) / Math.sqrt(d)),
};

function deviationsOf({ factor }: MixtureComponent, d: number): number[] {
  return Array.from({ length: d }, (_, j) => rowNorm(factor, d, j));
}

/** The factor of Σ_c w_c Σ_c. */
function pooledFactor(components: readonly MixtureComponent[], d: number): Float64Array {
  const pooled = new Float64Array(d * d);
  const column = new Float64Array(d);
  for (const { weight, factor } of components)
    for (let j = 0; j < d; j++) {
      for (let i = 0; i < d; i++) column[i] = i < j ? 0 : Math.sqrt(weight) * factor[i * d + j];
      choleskyUpdate(pooled, d, column, j);
    }
  return pooled;
}
