import { exp } from '@collapse-lab/math';
import { elementCount } from '../../graph/shape.ts';
import type { LayerNormAttributes } from '../../operations/normalisation.ts';
import type { ReferenceKernel, Values } from './kernel.ts';
import { logSumExp } from './log-sum-exp.ts';
import { dot, lastSize, rowsOf, total } from './rows.ts';

const layerNorm: ReferenceKernel<LayerNormAttributes> = (node, [x, gain, bias]) => {
  const { inputs, outputs, attributes } = node;
  const d = lastSize(inputs[0]);
  const [y, mean, rstd] = outputs.map(({ shape }) => new Float64Array(elementCount(shape)));
  rowsOf(x, d).forEach((row, i) => {
    mean[i] = total(row) / d;
    const centred = row.map((value) => value - mean[i]);
    rstd[i] = 1 / Math.sqrt(dot(centred, centred) / d + attributes.epsilon);
    y.set(
      centred.map((value, j) => value * rstd[i] * gain[j] + bias[j]),
      i * d,
    );
  });
  return [y, mean, rstd];
};

const layerNormGradient: ReferenceKernel = ({ inputs }, [x, gain, mean, rstd, dy]) => {
  const d = lastSize(inputs[0]);
  const dx = new Float64Array(x.length);
  const dgain = new Float64Array(d);
  const dbias = new Float64Array(d);
  const slopes = rowsOf(dy, d);
  rowsOf(x, d).forEach((row, i) => {
    const normal = row.map((value) => (value - mean[i]) * rstd[i]);
    const inner = slopes[i].map((value, j) => value * gain[j]);
    const a = total(inner) / d;
    const b = dot(inner, normal) / d;
    for (let j = 0; j < d; j++) {
      dx[i * d + j] = (inner[j] - a - normal[j] * b) * rstd[i];
      dgain[j] += slopes[i][j] * normal[j];
      dbias[j] += slopes[i][j];
    }
  });
  return [dx, dgain, dbias];
};

/** Applies a function to every row. */
function byRow(map: (row: Values) => Values): ReferenceKernel {
  return ({ inputs: [x] }, [values]) => {
    const d = lastSize(x);
    const y = new Float64Array(values.length);
    rowsOf(values, d).forEach((row, i) => {
      y.set(map(row), i * d);
    });
    return [y];
  };
}

/** Applies a function to every row of y and of dy. */
function byRows(map: (y: Values, dy: Values) => Values): ReferenceKernel {
  return ({ inputs: [y] }, [values, dy]) => {
    const d = lastSize(y);
    const slopes = rowsOf(dy, d);
    const dx = new Float64Array(values.length);
    rowsOf(values, d).forEach((row, i) => {
      dx.set(map(row, slopes[i]), i * d);
    });
    return [dx];
  };
}

function softmaxGradient(y: Values, dy: Values): Values {
  const mean = dot(y, dy);
  return y.map((p, i) => p * (dy[i] - mean));
}

function logSoftmaxGradient(y: Values, dy: Values): Values {
  const sum = total(dy);
  return dy.map((slope, i) => slope - exp(y[i]) * sum);
}

export const normalisationKernels: Readonly<Record<string, ReferenceKernel>> = {
  layerNorm,
  layerNormGradient,
  softmax: byRow((row) => {
    const norm = logSumExp(row);
    return row.map((x) => exp(x - norm));
  }),
  softmaxGradient: byRows(softmaxGradient),
  logSoftmax: byRow((row) => {
    const norm = logSumExp(row);
    return row.map((x) => x - norm);
  }),
  logSoftmaxGradient: byRows(logSoftmaxGradient),
};
