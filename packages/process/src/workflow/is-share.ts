/** Whether a value that may be anything is a number from 0 to 1: a share, a weight, a probability. */
export function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
