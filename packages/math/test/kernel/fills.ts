import { createHash } from 'node:crypto';
import { fillExponential, fillNormal, fillUniform, normalSampleMoments, Stream } from '@collapse-lab/math';

/** SHA-256 of one fill of each kind, the same with the kernel and without. */
export function digestOfFills(): string {
  const stream = Stream.fromPath(['fills']);
  const hash = createHash('sha256');
  hash.update(fillNormal(stream, new Float64Array(20_000), 1, 2));
  hash.update(fillUniform(stream, new Float64Array(5000), -1, 2));
  hash.update(fillExponential(stream, new Float64Array(5000), 3));
  hash.update(normalSampleMoments(stream, 1000, 1, 2, new Float64Array(2)));
  return hash.digest('hex');
}

/** The types of Node leave it out. */
export function webAssembly(): { Instance: () => object } {
  return (globalThis as unknown as { WebAssembly: { Instance: () => object } }).WebAssembly;
}

/**
 * Runs the first fill, when the kernel is looked for, with this in place of WebAssembly; the module never looks again.
 */
export function firstFillWith(replacement: unknown): void {
  const original = webAssembly();
  try {
    Object.assign(globalThis, { WebAssembly: replacement });
    fillNormal(Stream.fromPath([1]), new Float64Array(100));
  } finally {
    Object.assign(globalThis, { WebAssembly: original });
  }
}

export const digest = 'd9147d00795b8deaa6534ec8282150cc8c488eff9a6df3fc83dee6fd0ce5111a';
