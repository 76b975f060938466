/** The union of a sweep's blocks, as points in the order of the file. */
import type { Json } from '@collapse-lab/models';
import { canonicalJson } from '../../cell/canonical.ts';
import { nearest, type YamlPath } from '../problem.ts';
import { type ParameterName, parameterNames } from '../schema/experiment-schema.ts';
import { type BlockProblem, type Generated, generators } from './generators.ts';
import { applyPoint, type Conditions, holds, type Point, withoutIdle } from './point.ts';

type Block = Readonly<Record<string, unknown>>;
type Base = Readonly<Record<string, unknown>>;

export interface SweepProblem extends Partial<BlockProblem> {
  readonly at: YamlPath;
  readonly expected: string;
  readonly remedy?: string;
  readonly unknownKey?: boolean;
}

export interface Expanded {
  /** Of the blocks that are right: what is wrong in their settings can be told together with the wrong blocks. */
  readonly points: Point[];
  readonly problems: SweepProblem[];
}

/** Without blocks: one point that changes nothing. A block of the wrong form, told already, is undefined. */
export function expandSweep(blocks: readonly (Block | undefined)[], base: Base): Expanded {
  if (blocks.length === 0) return { points: [[]], problems: [] };
  const expanded = blocks.map((block, i) =>
    block === undefined ? {} : expandBlock(block, ['sweep', i], base),
  );
  return {
    points: expanded.flatMap(({ points = [] }) => points),
    problems: expanded.flatMap(({ problems = [] }) => problems),
  };
}

function expandBlock(block: Block, at: YamlPath, base: Base): Partial<Expanded> {
  const problems = pathProblems(block, at);
  if (problems.length === 0) return expandRight(block, at, base);
  const rest = withoutPaths(block, problems);
  const expanded = rest === undefined ? {} : expandRight(rest, at, base);
  return { points: expanded.points ?? [], problems: [...problems, ...(expanded.problems ?? [])] };
}

/**
 * The block without its wrong paths, so that what is wrong with the others is told too.
 * Undefined where nothing can be said without them: without conditions, weights or any path.
 */
function withoutPaths(block: Block, problems: readonly SweepProblem[]): Block | undefined {
  if (problems.some(({ at }) => at.includes('when') || at.includes('simplex'))) return undefined;
  const rest = structuredClone(block);
  for (const { at } of problems) {
    // From the block on: `grid`, path; or `list`, position, path.
    const keys = at.slice(2);
    const holder = keys.slice(0, -1).reduce<unknown>((inner, key) => (inner as Block)[key], rest);
    delete (holder as Record<string, unknown>)[keys.at(-1)!];
    if (Object.keys(holder as object).length === 0) return undefined;
  }
  return rest;
}

function expandRight(block: Block, at: YamlPath, base: Base): Partial<Expanded> {
  const generated = generate(block, at);
  if ('problems' in generated) return generated;
  const fixed = Object.entries((block.set ?? {}) as Record<string, Json>).map(([path, value]) => ({
    path,
    value,
    at: [...at, 'set', path],
  }));
  const points = generated.points.map((point) => withoutIdle(base, [...fixed, ...point]));
  const kept = distinct(points).filter((point) =>
    holds(applyPoint(base, point), (block.when ?? {}) as Conditions),
  );
  if (kept.length > 0) return { points: kept };
  const expected = 'at least one setting for which it holds';
  return { problems: [{ at: [...at, 'when'], got: block.when, expected }] };
}

function generate(block: Block, at: YamlPath): Generated | { problems: SweepProblem[] } {
  const names = Object.keys(generators).filter((name) => block[name] !== undefined);
  if (names.length === 0 && block.set !== undefined) return { points: [[]] };
  if (names.length === 1) return generators[names[0]](block[names[0]] as never, [...at, names[0]]);
  const expected = `exactly one of ${Object.keys(generators).join(', ')} in a block`;
  const remedy =
    names.length > 1 ? 'The blocks of a sweep are a union: begin another one with "- ".' : undefined;
  return { problems: [{ at, got: names, expected, ...(remedy !== undefined && { remedy }) }] };
}

/** Combinations that differ only in axes that do not apply are one. */
function distinct(points: readonly Point[]): Point[] {
  const seen = new Map<string, Point>();
  for (const point of points) {
    const name = canonicalJson(point.map(({ path, value }) => [path, value]));
    if (!seen.has(name)) seen.set(name, point);
  }
  return [...seen.values()];
}

/** Paths that a sweep cannot change, and paths that a block gives twice. */
function pathProblems(block: Block, at: YamlPath): SweepProblem[] {
  const places = pathsOf(block, at);
  const unknown = places
    .filter(({ path }) => !isSweepable(path))
    .map(({ path, at }) => unsweepable(path, at));
  const fixed = new Set(Object.keys((block.set ?? {}) as object));
  const twice = places
    .filter(({ path, at }) => fixed.has(path) && !at.includes('set') && !at.includes('when'))
    .map(({ path, at }) => ({ at, got: path, expected: 'a path that is not under set as well' }));
  return [...unknown, ...twice];
}

interface PathPlace {
  readonly path: string;
  readonly at: YamlPath;
}

function pathsOf(block: Block, at: YamlPath): PathPlace[] {
  const under = (value: unknown, ...keys: (string | number)[]): PathPlace[] =>
    Object.keys((value ?? {}) as object).map((path) => ({ path, at: [...at, ...keys, path] }));
  const { list, random, simplex } = block as Record<string, never>;
  return [
    ...under(block.grid, 'grid'),
    ...under(block.zip, 'zip'),
    ...((list ?? []) as object[]).flatMap((entry, i) => under(entry, 'list', i)),
    ...under((random as { values?: object } | undefined)?.values, 'random', 'values'),
    ...((simplex as { paths: string[] } | undefined)?.paths ?? []).map((path, i) => ({
      path,
      at: [...at, 'simplex', 'paths', i],
    })),
    ...under(block.set, 'set'),
    ...under(block.when, 'when'),
    ...Object.entries((block.grid ?? {}) as Record<string, { when?: object }>).flatMap(([path, axis]) =>
      under(axis.when, 'grid', path, 'when'),
    ),
  ];
}

function isSweepable(path: string): boolean {
  const [root, ...rest] = path.split('.');
  return parameterNames.includes(root as ParameterName) && !rest.includes('');
}

function unsweepable(path: string, at: YamlPath): SweepProblem {
  const [root, ...rest] = path.split('.');
  if (root === 'seeds')
    return { at, got: path, expected: 'a parameter; every setting is run with all seeds anyway' };
  const meant = nearest(root, parameterNames);
  const expected = `a path that begins with ${parameterNames.join(', ')}`;
  return {
    at,
    got: path,
    expected,
    ...(meant !== undefined && { remedy: `Did you mean "${[meant, ...rest].join('.')}"?` }),
  };
}
