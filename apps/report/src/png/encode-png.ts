/**
 * PNG without compression: the bytes of a compressed one depend on the version of the library. Grey or RGB, 8 bits
 * (Portable Network Graphics, 2nd edition, ISO/IEC 15948; DEFLATE stored blocks, RFC 1951).
 */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** height × width × channels, row by row. */
  readonly values: Uint8Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const largestBlock = 65_535;

export function encodePng({ width, height, channels, values }: Pixels): Uint8Array {
  const header = [...word(width), ...word(height), 8, channels === 1 ? 0 : 2, 0, 0, 0];
  const line = width * channels;
  const lines = new Uint8Array(height * (line + 1));
  // Each line begins with its filter: 0, none.
  for (let y = 0; y < height; y++) lines.set(values.subarray(y * line, (y + 1) * line), y * (line + 1) + 1);
  return Uint8Array.from([
    ...signature,
    ...chunk('IHDR', header),
    ...chunk('IDAT', stored(lines)),
    ...chunk('IEND', []),
  ]);
}

function chunk(name: string, data: readonly number[]): number[] {
  const body = [...name].map((letter) => letter.charCodeAt(0)).concat(data);
  return [...word(data.length), ...body, ...word(crc32(body))];
}

/** A zlib stream of blocks that are stored as they are. */
function stored(bytes: Uint8Array): number[] {
  const out = [0x78, 0x01];
  for (let from = 0; from < bytes.length; from += largestBlock) {
    const block = bytes.subarray(from, from + largestBlock);
    const [low, high] = [block.length & 0xff, block.length >> 8];
    const isLast = from + block.length === bytes.length;
    out.push(isLast ? 1 : 0, low, high, ~low & 0xff, ~high & 0xff, ...block);
  }
  return [...out, ...word(adler32(bytes))];
}

function word(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function crc32(bytes: readonly number[]): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
