/** Of a value that may be anything, as options from outside are: strings that look like numbers are none. */

export function isNonNegative(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

export function isPositive(value: unknown): value is number {
  return isNonNegative(value) && value > 0;
}

export function isPositiveInteger(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
