/** Replacer for JSON.stringify: JSON has no NaN and no infinities, so they become strings. */
export function finiteJson(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
