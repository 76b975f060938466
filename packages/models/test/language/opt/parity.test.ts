/**
 * Logits, loss, gradients, training and beam search against an implementation in PyTorch and double precision. Tolerance:
 * 10⁻⁴ of the largest of the numbers compared.
 */
import { Stream } from '@collapse-lab/math';
import { type OptFamily, opt, optLogits, optModelOf } from '@collapse-lab/models';
import { optGradients } from '@collapse-lab/models/testing';
import { describe, expect, it } from 'vitest';
import { cases, type ReferenceCase, tokensOf, told, weightsOf } from './reference.ts';

function expectNear(
  got: ArrayLike<number>,
  expected: readonly number[],
  label: string,
  scale?: number,
): void {
  const largest = scale ?? expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(got.length, label).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(got[i] - value), `${label}, number ${i}: ${got[i]}, ${value}`).toBeLessThanOrEqual(
      1e-4 * largest,
    );
}

function familyOf({ config }: ReferenceCase, options: object): OptFamily {
  const { k, length, n, ...sizes } = config;
  const resolved = opt.resolve({ ...sizes, ...options });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return opt.create(resolved.options, { kind: 'sequences', length, k }) as OptFamily;
}

describe.each(cases)(
  '$config.layers layers of $config.width, $config.heads heads, k = $config.k',
  (wanted) => {
    const { k, length, n } = wanted.config;
    const weights = weightsOf(wanted);
    const tokens = tokensOf(wanted);

    it('logits', () => {
      const got = optLogits(weights, tokens);
      const some = Array.from(got.subarray(0, length * k));
      for (let i = 1; i < n; i++)
        some.push(...got.subarray(((i + 1) * length - 1) * k, (i + 1) * length * k));
      expectNear(some, wanted.logits, 'logits');
    });

    it('loss and all gradients', () => {
      const { loss, gradients } = optGradients(weights, tokens);
      expectNear([loss], [wanted.loss], 'loss');
      // A bias of keys adds the same to all scores of a query: its gradient is 0 but for rounding.
      const norms = Object.values(wanted.gradients).map((values) => Math.max(...values.map(Math.abs)));
      const largest = Math.max(...norms);
      for (const [index, name] of Object.keys(weights.tensors).sort().entries()) {
        const scale = name.endsWith('k_proj.bias') ? largest : undefined;
        expectNear(told(gradients[name], index), wanted.gradients[name], name, scale);
      }
    });

    it('steps of AdamW along a cosine', () => {
      const { epochs, rate, final, decay } = wanted.training;
      const family = familyOf(wanted, {
        ...{ start: 'previous', epochs, batch: n, validation: 0 },
        ...{ learningRate: rate, finalLearningRate: final, weightDecay: decay },
      });
      const previous = optModelOf(weights);
      const { parameters } = family.fit({ train: tokens, previous }, Stream.fromPath(['parity']));
      // Gradients of 0 but for rounding have steps of any sign.
      for (const [index, name] of Object.keys(parameters).sort().entries())
        if (!name.endsWith('k_proj.bias'))
          expectNear(told(parameters[name], index), wanted.training.weights[name], name);
    });

    it.each(wanted.beams)('beam search: $beams beams, penalty $penalty', ({ beams, penalty, results }) => {
      const generate = { beams, repetitionPenalty: penalty, batch: 2 };
      const family = familyOf(wanted, { generate });
      const model = optModelOf(weights);
      const { values } = family.sample(model, { n, given: tokens }, Stream.fromPath(['beams']));
      expect(Array.from(values)).toEqual(results.flatMap(({ tokens }) => tokens));
    });
  },
);
