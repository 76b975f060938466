/**
 * The spread of generated points as the encoder of generation 0 sees it: the measure of the notebook of Shumailov et al.
 * (2024). That encoder knows the real data, so a spread that falls says that the points are drawn together.
 */
import { mean, variance } from '@collapse-lab/math';
import {
  type AnyFamily,
  type Points,
  resolveOptions,
  type VaeFamily,
  type VaeModel,
} from '@collapse-lab/models';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observation, Observer } from './observer.ts';

export interface LatentSpreadOptions {
  /** Fresh samples per recorded generation. */
  readonly samples: number;
}

const name = 'latent-spread';
const version = 1;

const metrics = {
  latentSpread:
    'standard deviation (n − 1) of the coordinates of the means that the encoder of model 0 gives to samples of model t, ' +
    'all coordinates of all samples together',
  latentMean: 'mean of the same coordinates',
};

export const latentSpread: ObserverDefinition<LatentSpreadOptions> = defineObserver({
  name,
  version,
  summary: 'spread and mean of generated points as the encoder of generation 0 sees them',
  options: { samples: 'Fresh samples per generation, at least 2. Default: 100.' },
  metrics,
  resolve: (options) => resolveOptions<LatentSpreadOptions>(options, { samples: countRule(100, 2) }),
  create: createLatentSpread,
});

function createLatentSpread({ samples }: LatentSpreadOptions): Observer {
  return { name, version, metrics, needs: ['samples'], sampleCount: samples, refuses, measure };
}

function refuses(family: AnyFamily): string | undefined {
  return family.name === 'vae' ? undefined : `it asks the encoder of a vae, and the family is ${family.name}`;
}

function measure({ family, firstModel, samples }: Observation): Metrics {
  const vae = family as unknown as VaeFamily;
  const { values } = vae.encodePoints(firstModel as VaeModel, samples as Points);
  return { latentSpread: Math.sqrt(variance(values, 1)), latentMean: mean(values) };
}
