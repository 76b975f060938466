/** UTF-8 against the host's TextEncoder and TextDecoder: any text, any bytes. */
import { decodeUtf8, encodeUtf8 } from '@collapse-lab/math';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const { TextDecoder, TextEncoder } = globalThis as unknown as {
  TextDecoder: new (label: string, options: object) => { decode(bytes: Uint8Array): string };
  TextEncoder: new () => { encode(text: string): Uint8Array };
};
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

function strictly(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function oursStrictly(bytes: Uint8Array): string | undefined {
  try {
    return decodeUtf8(bytes);
  } catch {
    return undefined;
  }
}

it('encodes any text as the host does, lone surrogates too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }),
      fc.string({ unit: 'binary' }),
      (units, text) => {
        for (const one of [String.fromCharCode(...units), text])
          expect(encodeUtf8(one)).toEqual(Uint8Array.from(new TextEncoder().encode(one)));
      },
    ),
  );
});

it('decodes any bytes as the host does', () => {
  // Bytes at the bounds of what may begin or continue a character.
  const edges = [
    0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
  ];
  const byte = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 12 }), (list) => {
      const bytes = Uint8Array.from(list);
      expect(decodeUtf8(bytes, '\ufffd')).toBe(lossy.decode(bytes));
      expect(oursStrictly(bytes)).toBe(strictly(bytes));
    }),
    { numRuns: 2000 },
  );
});

it('decodes long text', () => {
  const text = 'é😀a'.repeat(5000);
  expect(decodeUtf8(encodeUtf8(text))).toBe(text);
});

it('names the byte that is wrong', () => {
  expect(() => decodeUtf8([97, 0xff])).toThrow(
    'bytes[1]: got 255, expected UTF-8, and no character continues or begins so.',
  );
});
