/** Settings and quantities of regressions with isotropic inputs. */
import { type LinearModel, linearRegression, linearSource } from '@collapse-lab/models';
import type { Sizes, WorkflowSpec } from '@collapse-lab/process';
import type { Quantity } from './quantity.ts';
import type { OpenSetting } from './setting.ts';

export interface LinearCase {
  readonly d: number;
  readonly design: 'fixed' | 'fresh';
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
  readonly ridge?: number;
  readonly seconds: OpenSetting['seconds'];
}

/** x ~ N(0, I), y = x·w* + ε with σ² = 1, w* = 1/√d in every coordinate. */
export function linearSetting({ d, design, workflow, sizes, ridge = 0, seconds }: LinearCase): OpenSetting {
  return {
    family: linearRegression,
    options: { design, noise: 1, ridge },
    real: linearSource({ d, noise: 1 }),
    workflow,
    sizes,
    seconds,
  };
}

/** |w_t − w*|² with w* = 1/√d in every coordinate: the excess risk at isotropic inputs. */
export const testError: Quantity = {
  name: 'E_test',
  metrics: ['testError'],
  own: {
    testError: ({ weights, d }: LinearModel) => {
      let sum = 0;
      for (const weight of weights) sum += (weight - 1 / Math.sqrt(d)) * (weight - 1 / Math.sqrt(d));
      return sum;
    },
  },
  value: (read, t) => read('testError', t),
};

/** σ² d/(n − d − 1), the excess risk of one fit to n rows of isotropic normal inputs, σ² = 1. */
export function oneFitRisk(d: number, n: number): number {
  return d / (n - d - 1);
}
