/**
 * How likely points of p_0 are under a kernel density estimate. The test points are the same in every generation, so
 * that where D_{t+1} is D_t and more, and the kernel is fixed, only kernels of new points are computed (`KdeScorer` of
 * @collapse-lab/models: the numbers are bit for bit those of a computation from nothing).
 */
import { sum } from '@collapse-lab/math';
import {
  type AnyFamily,
  createKdeScorer,
  type Data,
  type KdeModel,
  type KdeScorer,
  type OptionProblem,
  type Points,
  type RealSource,
  resolveOptions,
} from '@collapse-lab/models';
import { whyNoTestPoints } from '../lineage/real-supply.ts';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Observer } from './observer.ts';

export interface KdeLikelihoodOptions {
  /** Test points of p_0 per lineage. */
  readonly points: number;
}

const name = 'kde-likelihood';
const version = 1;

const metrics = {
  negativeLogLikelihood: 'mean of −log density of model t at test points of p_0, in nats',
};

export const kdeLikelihood: ObserverDefinition<KdeLikelihoodOptions> = defineObserver({
  name,
  version,
  summary: 'negative log likelihood of a kernel density estimate at fixed test points of p_0',
  options: { points: 'Test points, drawn once per lineage from its real data. Default: 500.' },
  metrics,
  resolve: resolveKdeLikelihood,
  create: createKdeLikelihood,
});

function resolveKdeLikelihood(
  options: Record<string, unknown>,
): { options: KdeLikelihoodOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<KdeLikelihoodOptions>(options, {
    points: countRule(500),
  });
}

function createKdeLikelihood({ points }: KdeLikelihoodOptions): Observer {
  // By test set, of which every lineage has one: lineages may be observed in turns.
  const scorers = new WeakMap<Data, KdeScorer>();
  return {
    name,
    version,
    metrics,
    needs: ['model', 'test'],
    testCount: points,
    refuses: (family, real) => refuses(family, real, points),
    measure({ model, test }) {
      let scorer = scorers.get(test!);
      if (scorer === undefined) {
        scorer = createKdeScorer(test as Points);
        scorers.set(test!, scorer);
      }
      const densities = scorer.logDensities(model as KdeModel);
      return { negativeLogLikelihood: -sum(densities) / densities.length };
    },
  };
}

function refuses(family: AnyFamily, real: RealSource, points: number): string | undefined {
  if (family.name !== 'kde') return `it scores a kde, and the family is ${family.name}`;
  return whyNoTestPoints(real, points);
}
