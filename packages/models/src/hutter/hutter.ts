/**
 * The label memoriser of Dohmatob et al., "A Tale of Tails" (2024), after Hutter (2021): every symbol has its label, and
 * a model knows the labels of the symbols it was trained on and of no others, so that its test error is the real
 * probability of the symbols it has not seen. As a generator it draws symbols by their frequencies, narrowed by what
 * decoding does in practice: a tail cut at rank `topK`, a temperature. Fits are those of the categorical family.
 */
import { InvalidArgumentError, type Stream } from '@collapse-lab/math';
import { type CategoricalFamily, categorical } from '../categorical/categorical.ts';
import type { CategoricalLaw } from '../categorical/categorical-law.ts';
import type { CategoricalModel } from '../categorical/categorical-model.ts';
import type { DataShape } from '../data/data.ts';
import { describeShape } from '../data/data-shape.ts';
import { checkSampleRequest } from '../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import { type HutterOptions, resolveHutterOptions } from './hutter-options.ts';
import { createNarrow, type Narrow } from './narrow.ts';

const name = 'hutter';
const lawVersion = 1;

export const hutter: ModelDefinition<HutterOptions> = defineModel({
  name,
  lawVersion,
  summary: 'memoriser of labels: it knows the symbols it has seen, and samples them by frequency',
  options: {
    topK: 'Samples are drawn from the so many most frequent symbols: the tail is cut at this rank. Default: all.',
    temperature: 'τ > 0: samples are drawn in proportion to frequency^(1/τ). Default: 1.',
  },
  resolve: resolveHutterOptions,
  create: createHutter,
});

function createHutter(options: HutterOptions, shape: DataShape): CategoricalFamily {
  if (shape.kind !== 'symbols')
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'symbols, which a hutter is fitted to',
    });
  const plain = categorical.create({}, shape) as CategoricalFamily;
  const own: CategoricalFamily = { ...plain, name, lawVersion, options: { ...options } };
  const narrow = createNarrow(options, shape.k);
  if (narrow === undefined) return own;
  const narrowed = ({ k, probabilities }: CategoricalModel): CategoricalModel => {
    return { k, probabilities: narrow(probabilities) };
  };
  return {
    ...own,
    law: narrowLaw(plain.law as CategoricalLaw, narrow),
    sample(model, request, stream) {
      checkSampleRequest(name, request);
      return plain.sample(narrowed(model), request, stream);
    },
    prepare: (model) => plain.prepare!(narrowed(model)),
    // Real data are not narrowed: as a model of this family p_0 would be.
    fromTruth: () => undefined,
  };
}

function narrowLaw(law: CategoricalLaw, narrow: Narrow): CategoricalLaw {
  return {
    ...law,
    addDraw(statistics, { k, probabilities }: CategoricalModel, n: number, stream: Stream) {
      if (n !== 0) law.addDraw(statistics, { k, probabilities: narrow(probabilities) }, n, stream);
    },
  };
}
