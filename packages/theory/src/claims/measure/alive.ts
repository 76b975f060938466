/** Quantities of a categorical or a Poisson model: what is still there. */
import type { CategoricalModel, PoissonModel } from '@collapse-lab/models';
import type { Quantity } from './quantity.ts';

/** 1 while symbol 0 has positive probability. */
export const alive: Quantity = {
  name: 'P(symbol alive)',
  metrics: ['alive'],
  own: { alive: (model: CategoricalModel) => (model.probabilities[0] > 0 ? 1 : 0) },
  value: (read, t) => read('alive', t),
};

/** 1 while several symbols have positive probability. */
export const unfixed: Quantity = {
  name: 'P(not fixed)',
  metrics: ['winner'],
  value: (read, t) => (read('winner', t) < 0 ? 1 : 0),
};

export const support: Quantity = {
  name: 'symbols alive',
  metrics: ['support'],
  own: { support: (model: CategoricalModel) => model.probabilities.reduce((n, p) => n + (p > 0 ? 1 : 0), 0) },
  value: (read, t) => read('support', t),
};

/** 1 while λ_t > 0. */
export const positiveRate: Quantity = {
  name: 'P(λ_t > 0)',
  metrics: ['rate'],
  own: { rate: (model: PoissonModel) => model.rate },
  value: (read, t) => (read('rate', t) > 0 ? 1 : 0),
};

/** Probability that p_0 gives to the symbols that are gone: the error of a memoriser on p_0. */
export function lostMass(probabilities: ArrayLike<number>): Quantity {
  return {
    name: 'lost mass',
    metrics: ['lostMass'],
    own: {
      lostMass: ({ probabilities: now }: CategoricalModel) => {
        let lost = 0;
        for (let i = 0; i < now.length; i++) if (now[i] === 0) lost += probabilities[i];
        return lost;
      },
    },
    value: (read, t) => read('lostMass', t),
  };
}
