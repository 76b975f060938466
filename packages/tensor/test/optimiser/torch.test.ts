// Four steps of every optimiser against PyTorch, both in double precision.
import {
  adam,
  adamw,
  add,
  matmul,
  momentum,
  type Optimiser,
  program,
  record,
  sgd,
  squaredError,
} from '@collapse-lab/tensor';
import { referenceEngine } from '@collapse-lab/tensor/testing';
import { expect, it } from 'vitest';
import { expectNear } from '../support/near.ts';
import { torchProblem, torchSteps } from '../support/torch.ts';

/** Four steps, each of some dozen operations. */
const tolerance = 1e-14;

const betas = { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 };

const optimisers: Readonly<Record<string, { readonly optimiser: Optimiser; readonly clipNorm?: number }>> = {
  sgd: { optimiser: sgd({ learningRate: 0.05, weightDecay: 0.1 }) },
  clipped: { optimiser: sgd({ learningRate: 0.05 }), clipNorm: 1.5 },
  momentum: { optimiser: momentum({ learningRate: 0.05, momentum: 0.8, weightDecay: 0.1 }) },
  nesterov: { optimiser: momentum({ learningRate: 0.05, momentum: 0.8, nesterov: true }) },
  adam: { optimiser: adam(betas) },
  adamL2: { optimiser: adam({ ...betas, weightDecay: 0.1 }), clipNorm: 1.5 },
  adamw: { optimiser: adamw({ ...betas, weightDecay: 0.1 }) },
};

const { w, b, x, t } = torchProblem;

/** Parameters in double precision: what `parameters()` rounds. */
function doubles(state: Uint8Array): Float64Array {
  return new Float64Array(state.slice(16).buffer).subarray(1, 1 + w.values.length + b.values.length);
}

it.each(Object.keys(optimisers))('%s', (name) => {
  const train = program({
    inputs: { x: x.shape, t: t.shape },
    outputs: (p, inputs) => ({
      loss: squaredError(add(matmul(inputs.x, p.w), p.b), inputs.t),
    }),
    train: { loss: 'loss', ...optimisers[name] },
  });
  const session = referenceEngine.loadSync(
    record({ parameters: { w: { shape: w.shape }, b: { shape: b.shape } }, programs: { train } }),
  );
  session.setParameters({ w: w.values, b: b.values });
  const { losses, parameters } = torchSteps(name);
  losses.forEach((loss, step) => {
    expectNear(
      [session.run('train', { x: x.values, t: t.values }).loss as number],
      [loss],
      tolerance,
      'loss',
    );
    const expected = [...parameters[step].w, ...parameters[step].b];
    expectNear(doubles(session.state()), expected, tolerance, `step ${step + 1}`);
  });
  expect(session.steps('train')).toBe(4);
});
