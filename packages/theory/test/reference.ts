/** Values of tools/reference/theory.py. */
import { readFileSync } from 'node:fs';
import type { Sizes, WorkflowSpec } from '@collapse-lab/process';
import type { Estimator } from '@collapse-lab/theory';
import { expect } from 'vitest';

interface TinyCase extends Estimator {
  workflow: WorkflowSpec;
  sizes: Sizes;
  /** [E S_t, E μ_t²], t = 0, 1, … */
  rows: [number, number][];
}

interface WrightFisherCase {
  p: number[];
  sizes: number[];
  keep: boolean;
  /** [support, entropy, Σ p², P(one symbol left)]. */
  rows: [number, number, number, number][];
}

interface Reference {
  chi: [number, number][];
  polygamma: [number, number, number][];
  scale: {
    tails: [n: number, ddof: 0 | 1, fits: number, threshold: number, survival: number][];
    median_log_variance: [n: number, ddof: 0 | 1, fits: number, median: number][];
  };
  wrightFisher: WrightFisherCase[];
  collapseTime: [number[], number, number][];
  gaussianTiny: TinyCase[];
  squaredW2: [n: number, ddof: 0 | 1, value: number][];
  bures: [number[], number][];
}

const path = new URL('./fixtures/reference.json', import.meta.url);
export const reference: Reference = JSON.parse(readFileSync(path, 'utf8'));

/** Relative to the larger of |expected| and `floor`. */
export function expectClose(got: number, expected: number, relative: number, floor = 1e-300): void {
  const error = Math.abs(got - expected) / Math.max(Math.abs(expected), floor);
  expect(
    error,
    `got ${got}, expected ${expected}, relative error ${error} > ${relative}`,
  ).toBeLessThanOrEqual(relative);
}
