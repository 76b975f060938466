/** A point of a sweep: values for paths, each with the place in the file that it comes from. */
import type { Json } from '@collapse-lab/models';
import { canonicalJson } from '../../cell/canonical.ts';
import type { YamlPath } from '../problem.ts';

/** path → the values that satisfy it. */
export type Conditions = Readonly<Record<string, Json>>;

export interface Assignment {
  readonly path: string;
  readonly value: Json;
  readonly at: YamlPath;
  /** The assignment is made only where this holds. */
  readonly when?: Conditions;
}

export type Point = readonly Assignment[];

type Tree = Record<string, unknown>;

/**
 * The parameters of the file with a point's values in place. Whole objects are placed before their parts.
 * Another `kind` starts its object anew: options of the old kind do not carry over.
 */
export function applyPoint(base: Readonly<Tree>, point: Point): Tree {
  const tree = structuredClone(base) as Tree;
  for (const { path, value } of [...point].sort(byDepth)) place(tree, path.split('.'), value);
  return tree;
}

function byDepth(a: Assignment, b: Assignment): number {
  return rank(a.path) - rank(b.path);
}

function rank(path: string): number {
  const depth = path.split('.').length;
  return isKind(path) ? depth - 0.5 : depth;
}

function isKind(path: string): boolean {
  return path.endsWith('.kind') || path.endsWith('.module');
}

function place(tree: Tree, [key, ...rest]: string[], value: Json): void {
  if (rest.length === 0) {
    tree[key] = structuredClone(value);
    return;
  }
  const inner = tree[key];
  const startsAnew = rest.length === 1 && isKind(`.${rest[0]}`) && (inner as Tree)?.[rest[0]] !== value;
  if (startsAnew || typeof inner !== 'object' || inner === null || Array.isArray(inner)) tree[key] = {};
  place(tree[key] as Tree, rest, value);
}

/** The point without the assignments whose conditions fail in the tree that the others make. */
export function withoutIdle(base: Readonly<Tree>, point: Point): Point {
  if (point.every(({ when }) => when === undefined)) return point;
  const tree = applyPoint(
    base,
    point.filter(({ when }) => when === undefined),
  );
  return point.filter(({ when }) => when === undefined || holds(tree, when));
}

export function holds(tree: Readonly<Tree>, conditions: Conditions): boolean {
  return Object.entries(conditions).every(([path, wanted]) => {
    const value = at(tree, path);
    const allowed = Array.isArray(wanted) ? wanted : [wanted];
    return value !== undefined && allowed.some((one) => canonicalJson(one) === canonicalJson(value));
  });
}

function at(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (inner as Tree | undefined | null)?.[key], tree);
}
