// How much memory kernels use beside their operands. The numbers are those of kernel/matmul.h.
const depth = 256;
const rowBlock = 192;
const columnBlock = 512;
const rowMultiple = 48;
const columnMultiple = 32;

const roundUp = (n: number, multiple: number) => Math.ceil(n / multiple) * multiple;

/** Words for the packed blocks of a product of [m, k] and [k, n]. */
export function matmulScratch(m: number, n: number, k: number): number {
  const rows = Math.min(roundUp(m, rowMultiple), rowBlock);
  const columns = Math.min(roundUp(n, columnMultiple), columnBlock);
  return (rows + columns) * Math.min(k, depth);
}
