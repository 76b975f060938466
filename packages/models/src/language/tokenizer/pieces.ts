/**
 * Bytes as pieces that no token crosses: a word, a number or a run of other signs, each with the space before it, or
 * white space. The rule of GPT-2, on bytes: letters are those of ASCII and all bytes above it, so that the pieces hang on no
 * version of Unicode. Pieces have at most 64 bytes, and their bytes, as characters U+0000 … U+00FF, are what they are
 * known by.
 */
const space = ' \\t\\n\\v\\f\\r';
const letter = 'A-Za-z\\x80-\\xff';

const piece = new RegExp(
  ` ?[${letter}]{1,64}| ?[0-9]{1,64}| ?[^${space}${letter}0-9]{1,64}|[${space}]{1,64}(?![^${space}])|[${space}]`,
  'g',
);

const atOnce = 8192;

export function piecesOf(bytes: Uint8Array): Iterable<string> {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += atOnce)
    parts.push(String.fromCharCode(...bytes.subarray(i, i + atOnce)));
  return matches(parts.join(''));
}

function* matches(binary: string): Generator<string> {
  for (const [text] of binary.matchAll(piece)) yield text;
}
