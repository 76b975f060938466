/** Claim 43: accumulate stops the growth of the risk at π²/6 of the first fit, for families other than regression. */
import type { PoissonModel } from '@collapse-lab/models';
import type { WorkflowSpec } from '@collapse-lab/process';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';

/** Σ_{i ≤ fits} 1/i² → π²/6. */
export function inverseSquares(fits: number): number {
  let sum = 0;
  for (let i = 1; i <= fits; i++) sum += 1 / (i * i);
  return sum;
}

/** Mean squared error of the rate in units of that of the first fit, λ_0/n. */
function ratio(rate: number, n: number): Quantity {
  return {
    name: '(n/λ_0) (λ_t − λ_0)²',
    metrics: ['rate'],
    own: { rate: (model: PoissonModel) => model.rate },
    value: (read, t) => ((read('rate', t) - rate) * (read('rate', t) - rate) * n) / rate,
  };
}

function experiment(
  kind: 'accumulate' | 'replace',
  label: string,
  n: number,
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  const workflow: WorkflowSpec = { kind };
  const law = (t: number) => (kind === 'accumulate' ? inverseSquares(t + 1) : t + 1);
  const last = times[times.length - 1];
  const below: Expectation = {
    test: 'at most',
    quantity: { ...ratio(1, n), name: `${ratio(1, n).name} against π²/6` },
    t: last,
    expected: (Math.PI * Math.PI) / 6,
  };
  return {
    label,
    describe: `${kind}, Poisson, λ_0 = 1, n = ${n}`,
    setting: { family: 'poisson', rate: 1, workflow, sizes: { initial: n, new: n } },
    replicates,
    expectations: [...means(ratio(1, n), times, law), ...(kind === 'accumulate' ? [below] : [])],
  };
}

export const piSquaredOverSix: Claim = defineClaim({
  id: 43,
  name: 'Exponential families: accumulate ends at π²/6 of the first risk, replace grows as t + 1',
  source: 'Dey & Donoho 2024 (arXiv 2410.22812), universality of the π²/6 pathway; efficiency at least 6/π²',
  setting:
    'models 9, 99 (10, 100 fits), Poisson, λ_0 = 1, n = 100; replace: models 9, 49 (10, 50 fits); models 0, 1, 2 (1, 2, 3 fits), n = 1',
  correction:
    'For the Poisson mean Σ 1/i² is exact at every n, because Var = mean is conserved; in general it is the limit of large n.',
  experiments: [
    experiment('accumulate', 'accumulate 100', 100, [9, 99], { statistics: 40_000, samples: 3000 }),
    experiment('replace', 'replace 100', 100, [9, 49], { statistics: 40_000, samples: 3000 }),
    experiment('accumulate', 'index 1', 1, [0, 1, 2], { statistics: 100_000, samples: 50_000 }),
  ],
});
