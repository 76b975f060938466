/** What both builds share: the list of sources, their digest, and the flags that fix the arithmetic. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const kernelFolder = fileURLToPath(new URL('.', import.meta.url));

/**
 * No contraction of a·b + c but where the source says so, no reordering; errno is nobody's business; the words of an arena
 * are floats and integers.
 */
export const arithmeticFlags = [
  '-std=c99',
  '-O3',
  '-ffp-contract=off',
  '-fno-math-errno',
  '-fno-strict-aliasing',
  '-Wall',
  '-Wextra',
];

/** First 16 hexadecimal digits of the SHA-256 of the flags and the C sources, in order of their names. */
export function sourceDigest() {
  const hash = createHash('sha256').update(arithmeticFlags.join(' '));
  const names = readdirSync(kernelFolder).filter((name) => /\.[ch]$/.test(name));
  for (const name of names.sort()) hash.update(`${name}\n`).update(readFileSync(`${kernelFolder}/${name}`));
  return hash.digest('hex').slice(0, 16);
}
