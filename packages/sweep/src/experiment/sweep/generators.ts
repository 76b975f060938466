/** The ways to list the points of a block, behind one signature. */
import { exp, log, Stream } from '@collapse-lab/math';
import type { Json } from '@collapse-lab/models';
import type { YamlPath } from '../problem.ts';
import type { Assignment, Conditions, Point } from './point.ts';

/** A block that has the right form and still says nothing sensible. */
export interface BlockProblem {
  readonly at: YamlPath;
  readonly got: unknown;
  readonly expected: string;
}

export type Generated = { readonly points: Point[] } | { readonly problems: BlockProblem[] };

type Generator = (options: never, at: YamlPath) => Generated;

export const generators: Readonly<Record<string, Generator>> = { grid, zip, list, random, simplex };

/** More would be a mistake: a sweep is expanded and checked as a whole. */
export const mostSettings = 1_000_000;

type Axis = readonly Json[] | { readonly values: readonly Json[]; readonly when: Conditions };

/** All combinations; the last axis varies fastest. */
function grid(axes: Readonly<Record<string, Axis>>, at: YamlPath): Generated {
  const count = Object.values(axes).reduce((product, axis) => product * valuesOf(axis).length, 1);
  if (count > mostSettings)
    return { problems: [{ at, got: count, expected: `at most ${mostSettings} settings` }] };
  let points: Point[] = [[]];
  for (const [path, axis] of Object.entries(axes)) {
    const choices = assignments(path, axis, [...at, path]);
    points = points.flatMap((point) => choices.map((choice) => [...point, choice]));
  }
  return { points };
}

function valuesOf(axis: Axis): readonly Json[] {
  return isPlain(axis) ? axis : axis.values;
}

function isPlain(axis: Axis): axis is readonly Json[] {
  return Array.isArray(axis);
}

function assignments(path: string, axis: Axis, at: YamlPath): Assignment[] {
  if (isPlain(axis)) return axis.map((value, i) => ({ path, value, at: [...at, i] }));
  const { values, when } = axis;
  return values.map((value, i) => ({ path, value, at: [...at, 'values', i], when }));
}

function zip(axes: Readonly<Record<string, readonly Json[]>>, at: YamlPath): Generated {
  const paths = Object.keys(axes);
  const length = axes[paths[0]]?.length ?? 0;
  const uneven = paths.filter((path) => axes[path].length !== length);
  if (uneven.length > 0) {
    const expected = `${length} values, as many as ${paths[0]} has`;
    return { problems: uneven.map((path) => ({ at: [...at, path], got: axes[path], expected })) };
  }
  const row = (i: number): Point =>
    paths.map((path) => ({ path, value: axes[path][i], at: [...at, path, i] }));
  return { points: Array.from({ length }, (_, i) => row(i)) };
}

function list(entries: readonly Readonly<Record<string, Json>>[], at: YamlPath): Generated {
  const point = (entry: Readonly<Record<string, Json>>, i: number): Point =>
    Object.entries(entry).map(([path, value]) => ({ path, value, at: [...at, i, path] }));
  return { points: entries.map(point) };
}

type Distribution =
  | { readonly uniform: readonly [number, number]; readonly integer?: boolean }
  | { readonly logUniform: readonly [number, number]; readonly integer?: boolean }
  | { readonly choice: readonly Json[] };

interface RandomOptions {
  readonly seed: number;
  readonly count: number;
  readonly values: Readonly<Record<string, Distribution>>;
}

/** Every path has its own stream: neither another path nor a larger count changes its values. */
function random({ seed, count, values }: RandomOptions, at: YamlPath): Generated {
  if (count > mostSettings)
    return { problems: [{ at: [...at, 'count'], got: count, expected: `at most ${mostSettings} settings` }] };
  const problems = Object.entries(values).flatMap(([path, one]) =>
    rangeProblems(one, [...at, 'values', path]),
  );
  if (problems.length > 0) return { problems };
  const columns = Object.entries(values).map(([path, distribution]) => {
    const stream = Stream.fromPath(['sweep', seed, path]);
    return Array.from({ length: count }, () => ({
      path,
      value: draw(distribution, stream),
      at: [...at, 'values', path],
    }));
  });
  return { points: Array.from({ length: count }, (_, i) => columns.map((column) => column[i])) };
}

function rangeProblems(distribution: Distribution, at: YamlPath): BlockProblem[] {
  if ('choice' in distribution) return [];
  const got = 'uniform' in distribution ? distribution.uniform : distribution.logUniform;
  return got[0] < got[1] ? [] : [{ at, got, expected: 'a lower and then a higher bound' }];
}

function draw(distribution: Distribution, stream: Stream): Json {
  const u = stream.uniform();
  if ('choice' in distribution) return distribution.choice[Math.floor(u * distribution.choice.length)];
  const value =
    'uniform' in distribution
      ? between(distribution.uniform, u)
      : exp(between(distribution.logUniform.map(log), u));
  return distribution.integer === true ? Math.floor(value) : value;
}

function between([low, high]: readonly number[], u: number): number {
  return low + (high - low) * u;
}

/** Weights that are multiples of 1/steps and sum to 1, in lexicographic order. */
function simplex({ paths, steps }: { paths: readonly string[]; steps: number }, at: YamlPath): Generated {
  const count = compositions(steps, paths.length);
  if (count > mostSettings)
    return { problems: [{ at, got: count, expected: `at most ${mostSettings} settings` }] };
  const point = (parts: readonly number[]): Point =>
    parts.map((part, i) => ({ path: paths[i], value: part / steps, at: [...at, 'paths', i] }));
  return { points: split(steps, paths.length).map(point) };
}

/** C(total + parts − 1, parts − 1), as a product so that it cannot overflow before it is compared. */
function compositions(total: number, parts: number): number {
  let count = 1;
  for (let i = 1; i < parts; i++) count = (count * (total + i)) / i;
  return count;
}

function split(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) => first).flatMap((first) =>
    split(total - first, parts - 1).map((rest) => [first, ...rest]),
  );
}
