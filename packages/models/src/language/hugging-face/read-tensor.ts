/** The numbers of a tensor in a safetensors file as numbers of 32 bits: those of 16 bits are widened without rounding. */
import type { BinaryFile } from './binary-file.ts';
import type { TensorEntry, TensorFormat } from './safetensors-header.ts';
import { formatBytes } from './safetensors-header.ts';

/** Elements read at once: the bytes of a tensor are not in memory beside its numbers. */
const pieceSize = 1 << 21;

/** Row-major. */
export function readTensor(file: BinaryFile, { format, offset, size }: TensorEntry): Float32Array {
  const floats = new Float32Array(size);
  const bits = new Uint32Array(floats.buffer);
  const width = formatBytes[format];
  for (let start = 0; start < size; start += pieceSize) {
    const count = Math.min(pieceSize, size - start);
    const { buffer, byteOffset, byteLength } = file.read(offset + width * start, width * count);
    widen[format](new DataView(buffer, byteOffset, byteLength), bits.subarray(start, start + count));
  }
  return floats;
}

/** From little-endian bytes to the bits of numbers of 32 bits. */
const widen: Readonly<Record<TensorFormat, (bytes: DataView, bits: Uint32Array) => void>> = {
  F32: (bytes, bits) => {
    for (let i = 0; i < bits.length; i++) bits[i] = bytes.getUint32(4 * i, true);
  },
  BF16: (bytes, bits) => {
    for (let i = 0; i < bits.length; i++) bits[i] = bytes.getUint16(2 * i, true) << 16;
  },
  F16: (bytes, bits) => {
    for (let i = 0; i < bits.length; i++) bits[i] = widenHalf(bytes.getUint16(2 * i, true));
  },
};

/** IEEE 754 binary16: 1 sign bit, 5 bits of the exponent (bias 15), 10 of the fraction. */
function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 127 - 15) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Subnormal: normal in 32 bits, so its leading bit becomes the hidden one.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((127 - 14 - shift) << 23) | ((fraction << (shift + 13)) & 0x7fffff);
}
