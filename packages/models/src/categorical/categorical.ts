/**
 * The categorical family: relative frequencies of k symbols, sampled independently. Under `replace` this is the
 * Wright–Fisher chain of population genetics.
 */
import {
  type AliasTable,
  createAliasTable,
  fillCategorical,
  InvalidArgumentError,
  log,
  type Stream,
  sum,
} from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { DataShape, Symbols } from '../data/data.ts';
import { describeShape } from '../data/data-shape.ts';
import { checkSampleRequest } from '../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family, SampleRequest } from '../family/family.ts';
import { resolveOptions } from '../family/resolve-options.ts';
import type { Truth } from '../real/real-source.ts';
import { type CategoricalStatistics, createCategoricalLaw } from './categorical-law.ts';
import { type CategoricalModel, decodeCategorical, encodeCategorical } from './categorical-model.ts';

/** There are none. */
export type CategoricalOptions = Record<never, never>;

export type CategoricalFamily = Family<CategoricalModel, Symbols, CategoricalStatistics>;

const name = 'categorical';
const lawVersion = 1;

/** No options. Fits relative frequencies (maximum likelihood) without smoothing. */
export const categorical: ModelDefinition<CategoricalOptions> = defineModel({
  name,
  lawVersion,
  summary: 'distribution on k symbols, fitted by relative frequencies',
  options: {},
  resolve: (options) => resolveOptions<CategoricalOptions>(options, {}),
  create: createCategorical,
});

function createCategorical(_options: CategoricalOptions, shape: DataShape): CategoricalFamily {
  if (shape.kind !== 'symbols')
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'symbols, which a categorical is fitted to',
    });
  const { k } = shape;
  const law = createCategoricalLaw(k);
  return {
    name,
    lawVersion,
    shape,
    minimumSize: 1,
    law,
    fit({ train }) {
      checkData('train', train, shape, 1);
      const statistics = law.create();
      law.addData(statistics, train);
      return law.fit(statistics);
    },
    sample: (model, request, stream) => prepareCategorical(model)(request, stream),
    prepare: prepareCategorical,
    logDensity(model, data) {
      checkData('data', data, shape, 0);
      return logMasses(model, data);
    },
    fromTruth: (truth) => categoricalOfTruth(truth, k),
    // Not renormalised here: the weights stay representable, and every draw and density divides by their sum.
    mapParameters: (model, f) => ({ k, probabilities: model.probabilities.map((p) => f(p)) }),
    encode: encodeCategorical,
    decode: (encoded) => decodeCategorical(encoded, k),
  };
}

function categoricalOfTruth(truth: Truth, k: number): CategoricalModel | undefined {
  if (truth.kind !== 'categorical' || truth.k !== k) return undefined;
  return { k, probabilities: Float64Array.from(truth.probabilities) };
}

function prepareCategorical({
  k,
  probabilities,
}: CategoricalModel): (request: SampleRequest, stream: Stream) => Symbols {
  let table: AliasTable | undefined;
  return (request, stream) => {
    checkSampleRequest(name, request);
    const values = new Uint32Array(request.n);
    if (request.n > 0) {
      table ??= createAliasTable(probabilities);
      fillCategorical(stream, table, values);
    }
    return { kind: 'symbols', n: request.n, k, values };
  };
}

/** log p of each symbol; −Infinity for a lost one. */
function logMasses(model: CategoricalModel, data: Symbols): Float64Array {
  const logTotal = log(sum(model.probabilities));
  const logs = model.probabilities.map((p) => log(p) - logTotal);
  return Float64Array.from(data.values, (symbol) => logs[symbol]);
}
