/**
 * Logistic regression: rows (x_1 … x_d, y) with y 0 or 1, fitted by maximum likelihood or with a ridge penalty, without
 * intercept. One of the families of the π²/6 law (Dey & Donoho 2024), and the classifier of verified synthetic labels
 * (Feng et al. 2024). Its statistics do not pool: every point is drawn.
 */
import { InvalidArgumentError, type Stream } from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { DataShape, Points } from '../data/data.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family, SampleRequest } from '../family/family.ts';
import type { Inputs, RealSource } from '../real/real-source.ts';
import { drawInputs, inputCount } from './inputs.ts';
import { logistic, softplus } from './logistic-function.ts';
import { decodeLogistic, encodeLogistic, type LogisticModel, logisticOfTruth } from './logistic-model.ts';
import { type LogisticOptions, resolveLogisticOptions } from './logistic-options.ts';
import { fitLogistic } from './newton.ts';

export type LogisticFamily = Family<LogisticModel, Points, never>;

const name = 'logistic-regression';
const lawVersion = 1;

/** Options: `design` fixed or fresh, required; `labels`, `flip`, `ridge`, `tolerance`, `cap`. */
export const logisticRegression: ModelDefinition<LogisticOptions> = defineModel({
  name,
  lawVersion,
  summary: 'logistic regression by maximum likelihood or ridge, which labels fixed or fresh inputs',
  options: {
    design: 'fixed: every generation labels the inputs of D_0; fresh: inputs of its own. Required.',
    labels: 'drawn (default): with the probabilities of the model; predicted: the likelier one.',
    flip: 'Probability that a synthetic label is turned into the other one. Default: 0.',
    ridge: 'λ ≥ 0 in −log likelihood / n + λ |w|² / 2. Default: 0; separated labels are then an error.',
    tolerance: 'Relative change of the weights at which Newton steps end. Default: 1e-10.',
    cap: 'Most Newton steps; more are an error. Default: 100.',
  },
  resolve: resolveLogisticOptions,
  create: createLogistic,
});

function createLogistic(options: LogisticOptions, shape: DataShape, real?: RealSource): LogisticFamily {
  const d = inputCount(name, shape);
  return {
    name,
    lawVersion,
    options: { ...options },
    shape,
    conditional: options.design,
    minimumSize: 1,
    whyNoLaw: 'the fit needs every row',
    fit({ train }) {
      checkData('train', train, shape, 1);
      checkLabels('train', train);
      return { d, weights: fitLogistic(train, options) };
    },
    sample: (model, request, stream) => sampleLogistic(model, request, options, real?.inputs, stream),
    logDensity(model, data) {
      checkData('data', data, shape, 0);
      checkLabels('data', data);
      return logMasses(model, data);
    },
    fromTruth: (truth) => logisticOfTruth(truth, d),
    mapParameters: ({ weights }, f) => ({ d, weights: weights.map((weight) => f(weight)) }),
    encode: encodeLogistic,
    decode: (encoded) => decodeLogistic(encoded, d),
  };
}

function checkLabels(argument: string, { d: width, values }: Points): void {
  for (let at = width - 1; at < values.length; at += width)
    if (values[at] !== 0 && values[at] !== 1)
      throw new InvalidArgumentError({
        argument: `${argument}.values[${at}]`,
        got: values[at],
        expected: 'a label, 0 or 1, in the last coordinate of each row',
      });
}

function sampleLogistic(
  { d, weights }: LogisticModel,
  request: SampleRequest,
  { labels, flip }: LogisticOptions,
  inputs: Inputs | undefined,
  stream: Stream,
): Points {
  const rows = drawInputs(name, d, request, inputs, stream);
  const { values } = rows;
  for (let at = 0; at < values.length; at += d + 1) {
    let u = 0;
    for (let j = 0; j < d; j++) u += values[at + j] * weights[j];
    const one = labels === 'drawn' ? stream.uniform() < logistic(u) : u > 0;
    const turned = flip > 0 && stream.uniform() < flip;
    values[at + d] = one !== turned ? 1 : 0;
  }
  return rows;
}

/** log P(y | x) of each row. */
function logMasses({ d, weights }: LogisticModel, { n, values }: Points): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const at = i * (d + 1);
    let u = 0;
    for (let j = 0; j < d; j++) u += values[at + j] * weights[j];
    return -softplus(values[at + d] === 1 ? -u : u);
  });
}
