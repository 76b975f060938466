/** The fit of a mixture: starts, restarts, and the best of them as a model. */
import { hypotenuse, type Stream, singularValues } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import type { MixtureComponent } from '../real/gaussian-mixture.ts';
import { DegenerateMixtureError } from './degenerate-mixture-error.ts';
import { Em, type EmOptions, type EmOutcome } from './em.ts';
import { componentOf, type MixtureCovariance, type MixtureModel } from './mixture-model.ts';
import { startFromComponents, startFromKMeans, startFromModel, startFromResponsibilities } from './start.ts';
import { createWorkspace, loadPoints, type Workspace } from './workspace.ts';

export type MixtureStart =
  | { readonly kind: 'kmeans'; readonly restarts: number }
  | { readonly kind: 'components'; readonly components: readonly MixtureComponent[] }
  | { readonly kind: 'model'; readonly model: MixtureModel }
  /** n × k, row-major; rows sum to 1. */
  | { readonly kind: 'responsibilities'; readonly responsibilities: Float64Array };

export interface MixtureFit extends EmOptions {
  /** k. */
  readonly components: number;
  readonly covariance: MixtureCovariance;
  readonly start: MixtureStart;
}

/**
 * The mixture that EM reaches from the start; of several restarts, the one of the greatest likelihood. A restart that
 * degenerates is passed over as long as another does not.
 *
 * @throws DegenerateMixtureError where a component became singular and there is no covariance floor.
 */
export function fitMixture(points: Points, fit: MixtureFit, stream: Stream): MixtureModel {
  return createFitter()(points, fit, stream);
}

/** `fitMixture` that keeps its memory from one fit to the next of as many points. */
export function createFitter(): typeof fitMixture {
  let workspace: Workspace | undefined;
  return (points, fit, stream) => {
    const { n, d } = points;
    if (workspace?.n !== n || !suits(workspace, fit, d))
      workspace = createWorkspace(n, d, fit.components, fit.covariance);
    loadPoints(workspace, points);
    return fitBest(workspace, points, fit, stream);
  };
}

function suits(workspace: Workspace, { components, covariance }: MixtureFit, d: number): boolean {
  return workspace.k === components && workspace.covariance === covariance && workspace.d === d;
}

function fitBest(workspace: Workspace, points: Points, fit: MixtureFit, stream: Stream): MixtureModel {
  const { start } = fit;
  const restarts = start.kind === 'kmeans' ? start.restarts : 1;
  let best: MixtureModel | undefined;
  let failure: unknown;
  for (let restart = 0; restart < restarts; restart++)
    try {
      const model = fitOnce(workspace, points, fit, stream.split(restart));
      if (best === undefined || model.info!.lowerBound > best.info!.lowerBound) best = model;
    } catch (error) {
      if (!(error instanceof DegenerateMixtureError)) throw error;
      failure = error;
    }
  if (best === undefined) throw failure;
  return best;
}

function fitOnce(workspace: Workspace, points: Points, fit: MixtureFit, stream: Stream): MixtureModel {
  const { start } = fit;
  const em = new Em(workspace, fit);
  if (start.kind === 'model') startFromModel(workspace, start.model);
  else if (start.kind === 'components') startFromComponents(workspace, start.components);
  else {
    if (start.kind === 'kmeans') startFromKMeans(workspace, points, stream);
    else startFromResponsibilities(workspace, points, start.responsibilities);
    em.startFromResponsibilities();
  }
  return modelOf(workspace, em.run(), fit.covarianceFloor);
}

function modelOf(workspace: Workspace, outcome: EmOutcome, covarianceFloor: number): MixtureModel {
  const { d, k, covariance, weights, means, factors } = workspace;
  const model: MixtureModel = {
    d,
    k,
    covariance,
    weights: weights.slice(),
    means: means.slice(),
    factors: factors.slice(),
  };
  const smallest = extremeDeviations(model).smallest;
  // The square of a deviation of 1e-170 is 0.
  const floorShare = covarianceFloor === 0 ? 0 : covarianceFloor / (smallest * smallest);
  return { ...model, info: { ...outcome, floorShare } };
}

/** The least and the greatest standard deviation of any component along any direction (√ eigenvalues of Σ_c). */
export function extremeDeviations(model: MixtureModel): { smallest: number; largest: number } {
  const deviations = Array.from({ length: model.k }, (_, c) => deviationsAlongAxes(model, c)).flat();
  return { smallest: Math.min(...deviations), largest: Math.max(...deviations) };
}

function deviationsAlongAxes(model: MixtureModel, c: number): number[] {
  const { covariance, factor, d } = componentOf(model, c);
  if (covariance !== 'full') return Array.from(factor);
  return d === 2 ? planeSingularValues(factor) : Array.from(singularValues(factor, d, d));
}

/** Of [[a, 0], [b, c]]: (|a + c|, b) and (|a − c|, b) have lengths whose sum is twice the larger one. */
function planeSingularValues([a, , b, c]: Float64Array): number[] {
  const larger = (hypotenuse(a + c, b) + hypotenuse(a - c, b)) / 2;
  return [larger, larger === 0 ? 0 : Math.abs((a / larger) * c)];
}
