import type { Engine } from '../../engine/engine.ts';
import { multiply } from '../../operations/elementwise.ts';
import type { Optimiser } from '../../optimiser/optimiser.ts';
import { adam, adamw, momentum, sgd } from '../../optimiser/optimisers.ts';
import { program } from '../../record/program.ts';
import { record } from '../../record/record.ts';
import { referenceEngine } from '../reference/reference-engine.ts';
import { requireIdentical, requireNear } from './contract.ts';
import { recordSmallVae, startVae, trainVae } from './small-vae.ts';
import type { TestApi } from './test-api.ts';

const optimisers: Readonly<Record<string, readonly [Optimiser, number?]>> = {
  sgd: [sgd({ learningRate: 0.05, weightDecay: 0.01 })],
  'sgd, clipped': [sgd({ learningRate: 0.05 }), 0.5],
  momentum: [momentum({ learningRate: 0.02, momentum: 0.9, weightDecay: 0.01 }), 2],
  nesterov: [momentum({ learningRate: 0.02, momentum: 0.9, nesterov: true })],
  adam: [adam({ learningRate: 0.01, weightDecay: 0.01 })],
  'adamw, clipped': [adamw({ learningRate: 0.01, weightDecay: 0.1 }), 1],
};

/** Ten steps of rounding, in ε; losses are of order 10 and compared relative to that. */
const lossLimit = 80;
/** Adam divides by √v̂, which amplifies rounding where gradients are near 0. */
const parameterLimit = 1600;

function compareSteps(engine: Engine, [optimiser, clipNorm]: readonly [Optimiser, number?]): void {
  const module = recordSmallVae(optimiser, clipNorm);
  const [session, reference] = [engine, referenceEngine].map((each) => startVae(each, module));
  requireNear(trainVae(session, 0, 10), trainVae(reference, 0, 10), lossLimit, 'losses');
  const expected = reference.parameters();
  for (const [name, values] of Object.entries(session.parameters())) {
    requireNear(values, expected[name], parameterLimit, name);
  }
  session.dispose();
}

/** The gradient of each factor of a·b is the other one: the value from before any of them was updated. */
function stepOfProduct(engine: Engine): void {
  const train = program({
    outputs: ({ a, b }) => ({ loss: multiply(a, b), a }),
    train: { loss: 'loss', optimiser: sgd({ learningRate: 0.5 }) },
  });
  const session = engine.loadSync(
    record({ parameters: { a: { shape: [] }, b: { shape: [] } }, programs: { train } }),
  );
  session.setParameters({ a: [1], b: [2] });
  const { loss, a } = session.run('train');
  requireIdentical([loss as number, a as number], [2, 1], 'outputs');
  const found = session.parameters();
  requireIdentical([found.a[0], found.b[0]], [0, 1.5], 'parameters after the step');
  session.dispose();
}

/** Optimisers are the reference's within rounding; the same steps give the same bits. */
export function describeTraining({ describe, it }: TestApi, engine: Engine): void {
  describe('training', () => {
    for (const [name, setting] of Object.entries(optimisers)) {
      it(`ten steps of ${name} are those of the reference`, () => compareSteps(engine, setting));
    }

    it('updates all parameters at once; outputs are those before', () => stepOfProduct(engine));

    it('gives the same bits again', () => {
      const module = recordSmallVae(...optimisers.adam);
      const [first, second] = [startVae(engine, module), startVae(engine, module)];
      requireIdentical(trainVae(first, 0, 20), trainVae(second, 0, 20), 'losses');
      requireIdentical(first.state(), second.state(), 'state');
    });

    it('goes on from a state bit for bit, in another session', () => {
      const module = recordSmallVae(...optimisers['adamw, clipped']);
      const [whole, part, rest] = [0, 1, 2].map(() => startVae(engine, module));
      trainVae(whole, 0, 12);
      trainVae(part, 0, 5);
      rest.restore(part.state());
      trainVae(rest, 5, 12);
      requireIdentical(rest.state(), whole.state(), 'state');
    });
  });
}
