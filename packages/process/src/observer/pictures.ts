/**
 * A grid of generated pictures, made from the same random numbers in every generation, so that each place of the grid can
 * be followed from generation to generation, and from workflow to workflow.
 */
import {
  type AnyFamily,
  type OptionProblem,
  type Picture,
  type Points,
  type RealSource,
  resolveOptions,
} from '@collapse-lab/models';
import type { Artifact } from './artifact.ts';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import { type ChosenGenerations, generationsRule, isChosen } from './generations-rule.ts';
import type { Observer } from './observer.ts';
import { refusesPictures } from './pixels.ts';

export interface PicturesOptions {
  /** Pictures per generation. */
  readonly samples: number;
  /** Pictures in a row of the grid. */
  readonly columns: number;
  /** Generations with a grid, of those that are recorded. */
  readonly at: ChosenGenerations;
}

const name = 'pictures';
const version = 1;

export const pictures: ObserverDefinition<PicturesOptions> = defineObserver({
  name,
  version,
  summary: 'a grid of generated pictures, from the same random numbers in every generation; no metrics',
  options: {
    samples: 'Pictures per generation. Default: 32.',
    columns: 'Pictures in a row of the grid. Default: 8.',
    at: 'Generations with a grid, of those that are recorded. Default: all.',
  },
  metrics: {},
  resolve: resolvePictures,
  create: createPictures,
});

function resolvePictures(
  options: Record<string, unknown>,
): { options: PicturesOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<PicturesOptions>(options, {
    samples: countRule(32),
    columns: countRule(8),
    at: generationsRule,
  });
}

function createPictures({ samples, columns, at }: PicturesOptions): Observer {
  return {
    name,
    version,
    metrics: {},
    needs: ['samples'],
    sampleCount: samples,
    pairedSamples: true,
    refuses,
    measure: () => ({}),
    artifact({ t, real, samples: made }) {
      if (!isChosen(at, t)) return undefined;
      return pictureGrid(made as Points, real.picture!, columns);
    },
  };
}

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  const reason = refusesPictures(family, real);
  if (reason !== undefined || [1, 3].includes(real.picture!.channels)) return reason;
  return `it draws pictures of 1 or 3 channels, and those of ${real.name} have ${real.picture!.channels}`;
}

/**
 * Pictures side by side as one image in the Netpbm formats (P5 grey, P6 in colour), a byte per intensity: 0 for 0 and
 * less, 255 for 1 and more. Places without a picture are 0.
 */
export function pictureGrid(points: Points, { height, width, channels }: Picture, columns: number): Artifact {
  const { n, d, values } = points;
  const across = Math.min(columns, n);
  const rows = Math.ceil(n / across);
  const header = `P${channels === 1 ? 5 : 6}\n${across * width} ${rows * height}\n255\n`;
  const bytes = new Uint8Array(header.length + rows * across * d);
  for (let i = 0; i < header.length; i++) bytes[i] = header.charCodeAt(i);
  const line = across * width * channels;
  for (let i = 0; i < n; i++) {
    const corner = header.length + Math.floor(i / across) * height * line + (i % across) * width * channels;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width * channels; x++)
        bytes[corner + y * line + x] = intensity(values[i * d + y * width * channels + x]);
  }
  const about = { kind: 'pictures', count: n, columns: across, height, width, channels };
  return { about, format: channels === 1 ? 'pgm' : 'ppm', bytes };
}

function intensity(value: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, value)));
}
