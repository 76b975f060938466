/**
 * Linear regression with normal noise: rows (x_1 … x_d, y), fitted by least squares (of minimum norm where n < d) or
 * with a ridge penalty, without intercept. Models label inputs: those of D_0 in every generation (Gerstgrasser et al.
 * 2024, "Is Model Collapse Inevitable?", Section 3) or new ones (Dohmatob et al. 2024, "Model Collapse Demystified").
 */
import { log, normal, type Stream } from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { DataShape, Points } from '../data/data.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family, SampleRequest } from '../family/family.ts';
import type { Inputs, RealSource } from '../real/real-source.ts';
import { drawInputs, inputCount } from './inputs.ts';
import { createLinearLaw, minimumRows } from './linear-law.ts';
import { decodeLinear, encodeLinear, type LinearModel, linearOfTruth } from './linear-model.ts';
import { type LinearOptions, resolveLinearOptions } from './linear-options.ts';
import type { LinearStatistics } from './linear-statistics.ts';

export type LinearFamily = Family<LinearModel, Points, LinearStatistics>;

const name = 'linear-regression';
const lawVersion = 1;

/**
 * Options: `design` fixed or fresh, required; `noise` σ of the synthetic labels, or refitted, required; `ridge` λ (0).
 * The published theorems have the noise known and used again.
 */
export const linearRegression: ModelDefinition<LinearOptions> = defineModel({
  name,
  lawVersion,
  summary: 'linear regression by least squares or ridge, which labels fixed or fresh inputs',
  options: {
    design: 'fixed: every generation labels the inputs of D_0; fresh: inputs of its own. Required.',
    noise: 'Standard deviation of the noise on synthetic labels, or refitted from the residuals. Required.',
    ridge: 'λ ≥ 0 in |y − X w|² / n + λ |w|². Default: 0, least squares.',
  },
  resolve: resolveLinearOptions,
  create: createLinear,
});

function createLinear(options: LinearOptions, shape: DataShape, real?: RealSource): LinearFamily {
  const d = inputCount(name, shape);
  const inputs = real?.inputs;
  const minimumSize = minimumRows(d, options);
  const factor = inputs?.mean === undefined ? inputs?.factor : undefined;
  const law = createLinearLaw(d, options, factor);
  const drawable = options.design === 'fixed' || factor !== undefined;
  return {
    name,
    lawVersion,
    options: { ...options },
    shape,
    conditional: options.design,
    minimumSize,
    ...(drawable ? { law } : { whyNoLaw: 'the inputs are not normal, or their law is not known' }),
    fit({ train }) {
      checkData('train', train, shape, minimumSize, 'as many weights and a noise are fitted');
      const statistics = law.create();
      law.addData(statistics, train);
      return law.fit(statistics);
    },
    sample: (model, request, stream) => sampleLinear(model, request, inputs, stream),
    logDensity(model, data) {
      checkData('data', data, shape, 0);
      return logDensities(model, data);
    },
    fromTruth: (truth) => linearOfTruth(truth, d),
    mapParameters: ({ weights, noise }, f) => ({
      d,
      weights: weights.map((weight) => f(weight)),
      // A known noise is a setting, not a parameter.
      noise: options.noise === 'refitted' ? f(noise) : noise,
    }),
    encode: encodeLinear,
    decode: (encoded) => decodeLinear(encoded, d),
  };
}

function sampleLinear(
  { d, weights, noise }: LinearModel,
  request: SampleRequest,
  inputs: Inputs | undefined,
  stream: Stream,
): Points {
  const rows = drawInputs(name, d, request, inputs, stream);
  const { values } = rows;
  for (let at = 0; at < values.length; at += d + 1) {
    let mean = 0;
    for (let j = 0; j < d; j++) mean += values[at + j] * weights[j];
    values[at + d] = mean + noise * normal(stream);
  }
  return rows;
}

/** log √(2π). */
const halfLogTwoPi = 0.9189385332046728;

/** log N(y; x·w, σ²) of each row, given its inputs. Without noise: Infinity on the line, −Infinity off it. */
function logDensities({ d, weights, noise }: LinearModel, { n, values }: Points): Float64Array {
  const constant = -halfLogTwoPi - log(noise);
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const at = i * (d + 1);
    let rest = values[at + d];
    for (let j = 0; j < d; j++) rest -= values[at + j] * weights[j];
    const standard = rest === 0 ? 0 : rest / noise;
    const squares = standard * standard;
    result[i] = squares === Infinity ? -Infinity : constant - squares / 2;
  }
  return result;
}
