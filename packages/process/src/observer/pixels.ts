/** How much generated pictures differ from each other, pixel by pixel, and how much ink they have. */
import { mean, variance } from '@collapse-lab/math';
import { type AnyFamily, type Points, type RealSource, resolveOptions } from '@collapse-lab/models';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observation, Observer } from './observer.ts';

export interface PixelsOptions {
  /** Fresh samples per recorded generation. */
  readonly samples: number;
}

const name = 'pixels';
const version = 1;

const metrics = {
  pixelVariance: 'variance (n − 1) of the intensity of a pixel over samples of model t, mean over the pixels',
  meanInk: 'mean intensity over the pixels of samples of model t',
};

export const pixels: ObserverDefinition<PixelsOptions> = defineObserver({
  name,
  version,
  summary: 'variance and mean of the intensities of generated pictures, from fresh samples',
  options: { samples: 'Fresh samples per generation, at least 2. Default: 500.' },
  metrics,
  resolve: (options) => resolveOptions<PixelsOptions>(options, { samples: countRule(500, 2) }),
  create: createPixels,
});

function createPixels({ samples }: PixelsOptions): Observer {
  return {
    name,
    version,
    metrics,
    needs: ['samples'],
    sampleCount: samples,
    refuses: refusesPictures,
    measure,
  };
}

/** Why there are no pictures to look at; undefined where there are. */
export function refusesPictures(family: AnyFamily, real: RealSource): string | undefined {
  if (family.shape.kind === 'points' && real.picture !== undefined) return undefined;
  return `it looks at pictures, and real data ${real.name} are none`;
}

function measure({ samples }: Observation): Metrics {
  const { n, d, values } = samples as Points;
  const pixel = new Float64Array(n);
  let total = 0;
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < n; i++) pixel[i] = values[i * d + j];
    total += variance(pixel, 1);
  }
  return { pixelVariance: total / d, meanInk: mean(values) };
}
