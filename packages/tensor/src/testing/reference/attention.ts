import { exp } from '@collapse-lab/math';
import type { Node } from '../../graph/tensor.ts';
import type { AttentionAttributes } from '../../operations/attention.ts';
import type { ReferenceKernel, Values } from './kernel.ts';
import { logSumExp } from './log-sum-exp.ts';
import { dot } from './rows.ts';

/** One head of one sequence: where its vectors start, and which sizes it has. */
interface Head {
  readonly index: number;
  readonly t: number;
  readonly size: number;
  readonly causal: boolean;
  /** Position of the first number of the query (0), key (1) or value (2) of position i in qkv. */
  at(part: 0 | 1 | 2, i: number): number;
  /** Position of the first number of position i in out. */
  out(i: number): number;
}

function headsOf({ inputs: [qkv], attributes: { heads, causal } }: Node<AttentionAttributes>): Head[] {
  const [b, t, width] = qkv.shape;
  const d = width / 3;
  const size = d / heads;
  return Array.from({ length: b * heads }, (_, index) => {
    const sequence = Math.floor(index / heads);
    const inside = (index % heads) * size;
    return {
      index,
      t,
      size,
      causal,
      at: (part, i) => (sequence * t + i) * width + part * d + inside,
      out: (i) => (sequence * t + i) * d + inside,
    };
  });
}

/** The vectors of all positions: queries, keys or values, as views. */
function vectors({ t, size, at }: Head, qkv: Values, part: 0 | 1 | 2): Values[] {
  return Array.from({ length: t }, (_, i) => qkv.subarray(at(part, i), at(part, i) + size));
}

const attention: ReferenceKernel<AttentionAttributes> = (node, [qkv]) => {
  const out = new Float64Array(qkv.length / 3);
  const heads = headsOf(node);
  const probabilities = new Float64Array(heads.length * heads[0].t * heads[0].t);
  for (const head of heads) {
    const { t, size, causal } = head;
    const [queries, keys, values] = ([0, 1, 2] as const).map((part) => vectors(head, qkv, part));
    queries.forEach((query, i) => {
      const seen = causal ? i + 1 : t;
      const scores = Float64Array.from({ length: seen }, (_, j) => dot(query, keys[j]) / Math.sqrt(size));
      const norm = logSumExp(scores);
      scores.forEach((score, j) => {
        const p = exp(score - norm);
        probabilities[(head.index * t + i) * t + j] = p;
        for (let c = 0; c < size; c++) out[head.out(i) + c] += p * values[j][c];
      });
    });
  }
  return [out, probabilities];
};

const attentionGradient: ReferenceKernel<AttentionAttributes> = (node, [qkv, probabilities, dout]) => {
  const dqkv = new Float64Array(qkv.length);
  for (const head of headsOf(node)) {
    const { t, size } = head;
    const [queries, keys, values] = ([0, 1, 2] as const).map((part) => vectors(head, qkv, part));
    const [dqueries, dkeys, dvalues] = ([0, 1, 2] as const).map((part) => vectors(head, dqkv, part));
    for (let i = 0; i < t; i++) {
      const row = probabilities.subarray((head.index * t + i) * t, (head.index * t + i + 1) * t);
      const slope = dout.subarray(head.out(i), head.out(i) + size);
      const dp = Float64Array.from(values, (value) => dot(slope, value));
      const mean = dot(row, dp);
      for (let j = 0; j < t; j++) {
        const ds = (row[j] * (dp[j] - mean)) / Math.sqrt(size);
        for (let c = 0; c < size; c++) {
          dqueries[i][c] += ds * keys[j][c];
          dkeys[j][c] += ds * queries[i][c];
          dvalues[j][c] += row[j] * slope[c];
        }
      }
    }
  }
  return [dqkv];
};

export const attentionKernels: Readonly<Record<string, ReferenceKernel>> = { attention, attentionGradient };
