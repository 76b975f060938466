/** Base64: the vectors of RFC 4648, section 10, and a round trip of any bytes. */
import { decodeBase64, encodeBase64 } from '@collapse-lab/math';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

it.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
])('%j is %s', (text, encoded) => {
  expect(encodeBase64(bytesOf(text))).toBe(encoded);
  expect(decodeBase64(encoded)).toEqual(bytesOf(text));
});

it('gives any bytes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }),
  );
});

it.each([
  ['Zg=', 'text: got "3 characters", expected a multiple of 4 of them.'],
  ['Zm9-', 'text: got "-", expected a base64 digit at position 3.'],
  ['Zm9é', 'text: got "é", expected a base64 digit at position 3.'],
  ['Z===', 'text: got "=", expected a base64 digit at position 1.'],
])('refuses %j', (text, message) => {
  expect(() => decodeBase64(text)).toThrow(message);
});
