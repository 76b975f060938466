import { CollapseLabError, InvalidArgumentError } from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';

describe('InvalidArgumentError', () => {
  it('says which argument, what was got, what was expected and what to do', () => {
    const error = new InvalidArgumentError({
      argument: 'sizes.new',
      got: -3,
      expected: 'a positive integer',
      remedy: 'Leave it out to use sizes.initial.',
    });
    expect(error.message).toBe(
      'sizes.new: got -3, expected a positive integer. Leave it out to use sizes.initial.',
    );
    expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: 'sizes.new', got: -3 });
    expect(error).toBeInstanceOf(CollapseLabError);
  });

  const described: [unknown, string][] = [
    ['two\nlines', '"two\\nlines"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [12n, '12'],
    [[1, 'a'], '[1, "a"]'],
    [{ mean: 2 }, '{"mean":2}'],
    [new Float64Array(3), 'a Float64Array of 24 bytes'],
    [Math.max, 'the function max'],
    [() => 1, 'a function'],
    ['x'.repeat(100), `"${'x'.repeat(58)}…`],
  ];

  it.each(described)('writes %o in one short line', (got, text) => {
    const error = new InvalidArgumentError({ argument: 'x', got, expected: 'something else' });
    expect(error.message).toBe(`x: got ${text}, expected something else.`);
  });

  it('survives what JSON cannot write', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const error = new InvalidArgumentError({ argument: 'x', got: circular, expected: 'a tree' });
    expect(error.message).toBe('x: got [object Object], expected a tree.');
  });
});
