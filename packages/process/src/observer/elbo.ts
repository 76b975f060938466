/** How well a variational autoencoder still explains real points: its evidence lower bound where it was never trained. */
import {
  type AnyFamily,
  type Points,
  type RealSource,
  resolveOptions,
  type VaeFamily,
  type VaeModel,
} from '@collapse-lab/models';
import { whyNoTestPoints } from '../lineage/real-supply.ts';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observation, Observer } from './observer.ts';

export interface ElboOptions {
  /** Test points of p_0 per lineage. */
  readonly points: number;
}

const name = 'elbo';
const version = 1;

const metrics = {
  negativeElbo:
    'mean of the negative evidence lower bound of model t at test points of p_0, in nats (without the constant of a ' +
    'gaussian likelihood): reconstructionError + klToPrior',
  reconstructionError: 'its first part, −E log p(x | z) with z from the encoder, in nats per test point',
  klToPrior: 'its second part, KL(q(z | x) ‖ N(0, 1)), in nats per test point',
};

export const elbo: ObserverDefinition<ElboOptions> = defineObserver({
  name,
  version,
  summary:
    'negative evidence lower bound of a variational autoencoder and its parts, at fixed test points of p_0',
  options: {
    points: 'Test points, drawn once per lineage from its real data, or from those held out. Default: 512.',
  },
  metrics,
  resolve: (options) => resolveOptions<ElboOptions>(options, { points: countRule(512) }),
  create: createElbo,
});

function createElbo({ points }: ElboOptions): Observer {
  return {
    name,
    version,
    metrics,
    needs: ['model', 'test'],
    testCount: points,
    refuses: (family, real) => refuses(family, real, points),
    measure,
  };
}

function refuses(family: AnyFamily, real: RealSource, points: number): string | undefined {
  if (family.name !== 'vae') return `it scores a vae, and the family is ${family.name}`;
  return whyNoTestPoints(real, points);
}

function measure({ family, model, test, stream }: Observation): Metrics {
  const vae = family as unknown as VaeFamily;
  const { reconstruction, kl } = vae.score(model as VaeModel, test as Points, stream);
  return { negativeElbo: reconstruction + kl, reconstructionError: reconstruction, klToPrior: kl };
}
