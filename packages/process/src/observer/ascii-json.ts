/** JSON as bytes where no text encoder is known: what is not ASCII is written as \\uXXXX, so the bytes are UTF-8 too. */
import type { Json } from '@collapse-lab/models';

export function asciiJson(value: Json): Uint8Array {
  const text = JSON.stringify(value).replace(/[\u0080-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
