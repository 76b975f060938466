/** Whether model t has collapsed, by a rule that is stated in advance. */
import { InvalidArgumentError, supportSize } from '@collapse-lab/math';
import {
  type AnyFamily,
  type CategoricalModel,
  type GaussianModel,
  type MixtureModel,
  type OptionProblem,
  type RealSource,
  resolveOptions,
} from '@collapse-lab/models';
import { isCategorical } from './categorical-reference.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import { realMoments, refusesGaussian, traceOf } from './gaussian-reference.ts';
import { mixtureTrace } from './mixture-metrics.ts';
import type { Observation, Observer } from './observer.ts';

export interface CollapsedOptions {
  /** Gaussian, mixture: collapsed when tr Σ_t is below this share of tr Σ_0. */
  readonly threshold: number;
}

const name = 'collapsed';
const version = 1;

const metrics = {
  collapsed:
    '1 where model t has collapsed, else 0. Gaussian, mixture: tr Σ_t below `threshold` (5 %) of that of p_0; ' +
    'categorical: one symbol is left',
};

export const collapsed: ObserverDefinition<CollapsedOptions> = defineObserver({
  name,
  version,
  summary: 'whether model t has collapsed; the time to collapse follows from it',
  options: {
    threshold:
      'Share of the variance of p_0 below which a Gaussian or a mixture has collapsed. Default: 0.05.',
  },
  metrics,
  resolve: resolveCollapsed,
  create: createCollapsed,
});

const threshold = {
  expected: 'a share between 0 and 1',
  accepts: (value: unknown) => typeof value === 'number' && value > 0 && value < 1,
  default: 0.05,
};

function resolveCollapsed(
  options: Record<string, unknown>,
): { options: CollapsedOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<CollapsedOptions>(options, { threshold });
}

/** Without a threshold nothing would ever collapse. */
function createCollapsed(options: CollapsedOptions): Observer {
  if (!threshold.accepts(options.threshold)) {
    throw new InvalidArgumentError({
      argument: 'options.threshold',
      got: options.threshold,
      expected: threshold.expected,
      remedy: 'observers.collapsed.resolve(options) fills in the default.',
    });
  }
  return {
    name,
    version,
    metrics,
    needs: ['model'],
    refuses,
    measure: (observation) => ({ collapsed: hasCollapsed(observation, options.threshold) ? 1 : 0 }),
  };
}

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  if (isCategorical(family)) return undefined;
  if (family.name === 'gaussian') return refusesGaussian(family, real);
  if (family.name !== 'mixture')
    return `it knows when a gaussian, a mixture or a categorical has collapsed, and the family is ${family.name}`;
  return realMoments(real) === undefined
    ? `mean and covariance of real data ${real.name} are not known`
    : undefined;
}

function hasCollapsed({ family, model, real }: Observation, share: number): boolean {
  if (isCategorical(family)) return supportSize((model as CategoricalModel).probabilities) === 1;
  const isMixture = family.name === 'mixture';
  const trace = isMixture ? mixtureTrace(model as MixtureModel) : traceOf(model as GaussianModel);
  return trace < share * realMoments(real)!.trace;
}
