import { pow } from '@collapse-lab/math';
import type { Operation } from '../graph/operation.ts';
import { adamOperation, momentumOperation, sgdOperation } from '../operations/update.ts';
import type { Adam, Momentum, Optimiser, Sgd } from './optimiser.ts';
import { learningRateAt } from './schedule.ts';

/** What recording and sessions need to know of an optimiser. */
export interface UpdateRule {
  readonly operation: Operation;
  readonly attributes: object;
  /** State per parameter, zero at first. */
  readonly slots: readonly string[];
  /** The numbers that depend on the step; `step` counts those done before, from 0. */
  hyper(step: number): readonly number[];
}

function sgdRule({ learningRate, weightDecay }: Sgd): UpdateRule {
  return {
    operation: sgdOperation,
    attributes: { weightDecay },
    slots: [],
    hyper: (step) => [learningRateAt(learningRate, step)],
  };
}

function momentumRule({ learningRate, weightDecay, momentum, nesterov }: Momentum): UpdateRule {
  return {
    operation: momentumOperation,
    attributes: { weightDecay, momentum, nesterov },
    slots: ['velocity'],
    hyper: (step) => [learningRateAt(learningRate, step)],
  };
}

function adamRule({ learningRate, beta1, beta2, epsilon, weightDecay, decoupled }: Adam): UpdateRule {
  return {
    operation: adamOperation,
    attributes: { beta1, beta2, epsilon, weightDecay, decoupled },
    slots: ['m', 'v'],
    hyper: (step) => [
      learningRateAt(learningRate, step),
      1 / (1 - pow(beta1, step + 1)),
      1 / (1 - pow(beta2, step + 1)),
    ],
  };
}

/** The update rule of an optimiser. */
export function updateRuleOf(optimiser: Optimiser): UpdateRule {
  switch (optimiser.kind) {
    case 'sgd':
      return sgdRule(optimiser);
    case 'momentum':
      return momentumRule(optimiser);
    case 'adam':
      return adamRule(optimiser);
  }
}
