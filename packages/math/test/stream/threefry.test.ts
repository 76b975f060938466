import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { threefry4x32 } from '../../dist/stream/threefry.js';

// Written by tools/reference/stream.py; the first three rows are the known answers that Random123 publishes.
const rows: { counter: string; key: string; out: string }[] = JSON.parse(
  readFileSync(new URL('../fixtures/stream.json', import.meta.url), 'utf8'),
).cipher;

function wordsOf(hexadecimal: string): Int32Array {
  return Int32Array.from(hexadecimal.split(' '), (word) => Number.parseInt(word, 16) | 0);
}

it.each(rows)('enciphers $counter under $key', ({ counter, key, out }) => {
  const [c0, c1, c2, c3] = wordsOf(counter);
  const words = wordsOf(key);
  threefry4x32(words, c0, c1, c2, c3, words);
  expect(words).toEqual(wordsOf(out));
});
