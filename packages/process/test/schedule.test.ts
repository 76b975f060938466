import { isConstant, type Schedule, scheduleAt, scheduleProblems, sizeAt } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';

describe('schedules are evaluated at t + 1 = 1, 2, …', () => {
  it.each<[string, Schedule, number[]]>([
    ['a number', 7, [7, 7, 7, 7]],
    ['linear', { kind: 'linear', intercept: 10, slope: 2 }, [12, 14, 16, 18]],
    ['power', { kind: 'power', scale: 100, exponent: 1 }, [100, 200, 300, 400]],
    ['power 0.5', { kind: 'power', scale: 3, exponent: 0.5 }, [3, 3 * Math.SQRT2, 3 * Math.sqrt(3), 6]],
    ['list, the last value from then on', { kind: 'list', values: [5, 3] }, [5, 3, 3, 3]],
  ])('%s', (_, schedule, expected) => {
    const values = [1, 2, 3, 4].map((generation) => scheduleAt(schedule, generation));
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 13);
    });
  });
});

describe('sizes', () => {
  it.each([
    [2.4, 2],
    [2.5, 3],
    [3.5, 4],
    [0.49, 0],
  ])('%d points are %d: nearest integer, halves up', (schedule, expected) => {
    expect(sizeAt(schedule, 1, 'sizes.new')).toBe(expected);
  });

  it('are refused when negative, with the generation', () => {
    const schedule: Schedule = { kind: 'linear', intercept: 5, slope: -2 };
    expect(sizeAt(schedule, 2, 'sizes.new')).toBe(1);
    expect(() => sizeAt(schedule, 3, 'sizes.new')).toThrow(
      'sizes.new: got -1, expected a number of points from 0 to 2^53 at generation 3.',
    );
  });

  it('are refused when not finite', () => {
    expect(() => sizeAt(Number.NaN, 1, 'sizes.real')).toThrow(
      'sizes.real: got NaN, expected a number of points from 0 to 2^53 at generation 1.',
    );
  });
});

it.each<[Schedule, boolean]>([
  [3, true],
  [{ kind: 'linear', intercept: 3, slope: 0 }, true],
  [{ kind: 'linear', intercept: 3, slope: 1 }, false],
  [{ kind: 'power', scale: 3, exponent: 0 }, true],
  [{ kind: 'power', scale: 3, exponent: 1 }, false],
  [{ kind: 'list', values: [3, 3] }, true],
  [{ kind: 'list', values: [3, 4] }, false],
])('isConstant(%j) is %s', (schedule, expected) => {
  expect(isConstant(schedule)).toBe(expected);
});

describe('scheduleProblems', () => {
  it.each<[unknown, string, string]>([
    [Number.NaN, '', 'a finite number'],
    ['12', '', 'a number, or a schedule with kind linear, power or list'],
    [null, '', 'a number, or a schedule with kind linear, power or list'],
    [{ kind: 'cubic' }, 'kind', 'linear, power or list'],
    [{ kind: 'linear', intercept: 1 }, 'slope', 'a finite number'],
    [{ kind: 'power', scale: Infinity, exponent: 1 }, 'scale', 'a finite number'],
    [{ kind: 'list', values: [] }, 'values', 'a list of one number or more'],
    [{ kind: 'list', values: [1, Number.NaN] }, 'values.1', 'a finite number'],
  ])('of %j', (schedule, path, expected) => {
    const problems = scheduleProblems(schedule as Schedule, ['sizes', 'new']);
    expect(problems.map((problem) => [problem.path.join('.'), problem.expected])).toEqual([
      [['sizes.new', path].filter((part) => part !== '').join('.'), expected],
    ]);
  });

  it('reports everything at once', () => {
    const schedule = { kind: 'linear', intercept: 'a', slope: 'b' } as unknown as Schedule;
    expect(scheduleProblems(schedule, []).map(({ path }) => path)).toEqual([['intercept'], ['slope']]);
  });
});
