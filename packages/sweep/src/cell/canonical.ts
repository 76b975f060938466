/** Canonical JSON and its hash: one text per value, whatever the order in which an object was built. */
import { createHash } from 'node:crypto';
import { InvalidArgumentError } from '@collapse-lab/math';

/**
 * JSON with sorted keys, no spaces, and numbers in their shortest round-trip form (negative zero as `-0`).
 * Fields that are undefined are left out. Throws InvalidArgumentError on numbers that JSON cannot write.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value as Record<string, unknown>);
  throw new InvalidArgumentError({ argument: 'value', got: value, expected: 'plain JSON' });
}

function canonicalNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  throw new InvalidArgumentError({
    argument: 'value',
    got: value,
    expected: 'a finite number',
    remedy: 'Write NaN and infinities as the strings "NaN", "Infinity", "-Infinity".',
  });
}

function canonicalObject(value: Record<string, unknown>): string {
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${fields.join(',')}}`;
}

/** 64 hex digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
