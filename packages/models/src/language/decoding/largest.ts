/**
 * Indices of the `count` largest scores, the largest first; of equal ones the lower index. NaN is never among them
 * while there are others.
 *
 * A heap of the best so far, the worst of them on top: O(k log count).
 */
export function indicesOfLargest(scores: ArrayLike<number>, count: number): Int32Array {
  const size = Math.min(count, scores.length);
  const heap = new Int32Array(size);
  const worse = (a: number, b: number): boolean =>
    scores[a] < scores[b] || (scores[a] === scores[b] ? a > b : Number.isNaN(scores[a]));
  const sink = (from: number, end: number): void => {
    for (let at = from; ; ) {
      let child = 2 * at + 1;
      if (child >= end) return;
      if (child + 1 < end && worse(heap[child + 1], heap[child])) child++;
      if (!worse(heap[child], heap[at])) return;
      [heap[at], heap[child]] = [heap[child], heap[at]];
      at = child;
    }
  };
  for (let i = 0; i < size; i++) heap[i] = i;
  for (let i = (size >> 1) - 1; i >= 0; i--) sink(i, size);
  for (let i = size; i < scores.length; i++)
    if (worse(heap[0], i)) {
      heap[0] = i;
      sink(0, size);
    }
  for (let end = size - 1; end > 0; end--) {
    [heap[0], heap[end]] = [heap[end], heap[0]];
    sink(0, end);
  }
  return heap;
}
