/**
 * A fitted Gaussian mixture beside model 0 and p_0. The squared L2 distance to model 0 is the measure of Shumailov et
 * al. 2024 (Nature) for mixtures; as a mixture narrows it grows like 1 / √det Σ.
 */
import { log } from '@collapse-lab/math';
import {
  type AnyFamily,
  extremeDeviations,
  type MixtureModel,
  mixtureMoments,
  monteCarloKl,
  type OptionProblem,
  type RealSource,
  resolveOptions,
  squaredL2Mixtures,
} from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import { realMoments, squaredDistance } from './gaussian-reference.ts';
import type { Metrics, Observation, Observer } from './observer.ts';

export interface MixtureMetricsOptions {
  /** Draws of p_0 for the Kullback-Leibler divergence; 0: none. */
  readonly samples: number;
}

const name = 'mixture';
const version = 1;

const metrics = {
  squaredL2ToFirst: '∫ (p_t − p)² between model t and model 0, in closed form',
  log10SquaredL2ToFirst: 'log10 of it; −Infinity at t = 0',
  squaredL2ToReal: '∫ (p_t − p_0)², where p_0 is a Gaussian or a mixture of them',
  smallestDeviation: 'least standard deviation of any component along any direction',
  largestDeviation: 'greatest standard deviation of any component along any direction',
  smallestWeight: 'weight of the lightest component',
  variance: 'tr Σ_t / d, of the mixture as a whole: within and between components',
  meanError:
    '|μ_t − μ_0|², squared distance of the mean of the mixture from that of p_0, where that is known',
  iterations: 'EM iterations of the fit',
  converged: '1 where EM converged within its cap on iterations, else 0',
  floorShare: "largest share of a component's smallest variance that is the covariance floor",
  klFromReal: 'KL(p_0 ‖ model t) in nats, from draws of p_0 (option `samples`), p_0 a Gaussian or a mixture',
  klFromRealError: 'standard error of klFromReal',
};

export const mixtureMetrics: ObserverDefinition<MixtureMetricsOptions> = defineObserver({
  name,
  version,
  summary: 'a Gaussian mixture against model 0 and p_0: squared L2, widths of components, how EM went',
  options: { samples: 'Draws of p_0 for the Monte-Carlo KL divergence. Default: 0, no divergence.' },
  metrics,
  resolve: resolveMixtureMetrics,
  create: createMixtureMetrics,
});

function resolveMixtureMetrics(
  options: Record<string, unknown>,
): { options: MixtureMetricsOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<MixtureMetricsOptions>(options, {
    samples: {
      expected: '0, or an integer of at least 2',
      accepts: (value) => Number.isSafeInteger(value) && (value === 0 || (value as number) >= 2),
      default: 0,
    },
  });
}

function createMixtureMetrics({ samples = 0 }: MixtureMetricsOptions): Observer {
  return {
    name,
    version,
    metrics,
    needs: ['model'],
    refuses: (family, real) => refuses(family, real, samples),
    measure: (observation) => ({ ...measure(observation), ...divergence(observation, samples) }),
  };
}

function refuses(family: AnyFamily, real: RealSource, samples: number): string | undefined {
  if (family.name !== 'mixture')
    return `it reads the parameters of a mixture, and the family is ${family.name}`;
  if (samples > 0 && truthOf(family, real) === undefined)
    return `the density of real data ${real.name} is not known as a mixture, so that there is no KL (samples: 0)`;
  return undefined;
}

function measure({ family, model, firstModel, real }: Observation): Metrics {
  const fitted = model as MixtureModel;
  const squaredL2ToFirst = squaredL2Mixtures(fitted, firstModel as MixtureModel);
  const truth = truthOf(family, real);
  const { smallest, largest } = extremeDeviations(fitted);
  return {
    squaredL2ToFirst,
    log10SquaredL2ToFirst: log(squaredL2ToFirst) / ln10,
    ...(truth === undefined ? {} : { squaredL2ToReal: squaredL2Mixtures(fitted, truth) }),
    smallestDeviation: smallest,
    largestDeviation: largest,
    smallestWeight: Math.min(...fitted.weights),
    ...wholeMoments(fitted, real),
    ...fitMetrics(fitted),
  };
}

const ln10 = 2.302585092994046;

function wholeMoments(model: MixtureModel, real: RealSource): Metrics {
  const variance = mixtureTrace(model) / model.d;
  const known = realMoments(real);
  if (known === undefined) return { variance };
  return { variance, meanError: squaredDistance(mixtureMoments(model).mean, known.mean) };
}

/** tr Σ of the mixture as a whole. */
export function mixtureTrace(model: MixtureModel): number {
  const { covariance } = mixtureMoments(model);
  let trace = 0;
  for (let j = 0; j < model.d; j++) trace += covariance[j * (model.d + 1)];
  return trace;
}

function fitMetrics({ info }: MixtureModel): Metrics {
  if (info === undefined) return {};
  const { iterations, converged, floorShare } = info;
  return { iterations, converged: converged ? 1 : 0, floorShare };
}

function divergence({ family, model, real, stream }: Observation, samples: number): Metrics {
  if (samples === 0) return {};
  const truth = truthOf(family, real)!;
  const density = family as Parameters<typeof monteCarloKl>[0];
  const { estimate, standardError } = monteCarloKl(density, truth, model, samples, stream);
  return { klFromReal: estimate, klFromRealError: standardError };
}

function truthOf(family: AnyFamily, { truth }: RealSource): MixtureModel | undefined {
  return truth === undefined ? undefined : family.fromTruth?.(truth);
}
