/** Whether this machine keeps the lowest byte of a number first, as every machine but s390x does that Node is built for. */
export const littleEndian: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Turns the bytes of every number of `width` bytes around, in place. */
export function turnNumbers(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** From the byte order of this machine to little-endian, or back; in place, and nothing to do on most machines. */
export function swapLittleEndian(bytes: Uint8Array, width: number): void {
  if (!littleEndian) turnNumbers(bytes, width);
}
