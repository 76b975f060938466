/**
 * The n-grams of sequences and their counts as a trie: the children of an n-gram are those that are one token longer. N-grams
 * do not cross from one sequence to the next. Built level by level by counting sorts, in time linear in tokens, n-grams
 * and k; laid out flat, the children of a node one after the other and in the order of their tokens.
 */
import type { Sequences } from '../../data/data.ts';

/** The n-grams of one length m ≥ 1, in the order of their parents, then of their last tokens. */
export interface Level {
  /** Last token of each n-gram. */
  readonly token: Uint32Array;
  /** How often it occurs, at least once. */
  readonly count: Uint32Array;
  /** (n-grams of the level before) + 1: where the children of each begin in this level. */
  readonly start: Uint32Array;
  /** The n-gram without its first token, in the level before. */
  readonly suffix: Uint32Array;
}

export interface Trie {
  readonly k: number;
  /** Of n-grams of length 1, 2, … order; the level before the first is the empty n-gram alone. */
  readonly levels: readonly Level[];
}

/** @param order the greatest length of n-grams; none are longer than the sequences */
export function buildTrie(data: Sequences, order: number): Trie {
  const { values, length, k } = data;
  const levels: Level[] = [];
  const byToken = sortBy(values, k);
  // For each place in the text, the n-gram of the level before that ends there.
  let ending: Uint32Array = new Uint32Array(values.length);
  let nodes = 1;
  for (let m = 1; m <= Math.min(order, length); m++) {
    const parents = parentsOf(data, m, ending);
    const places = m === 1 ? byToken : sortBy(parents, nodes, placesOf(byToken, length, m));
    const { level, members } = createLevel(values, places, parents, ending, nodes);
    levels.push(level);
    ending = members;
    nodes = level.token.length;
  }
  return { k, levels };
}

/** For each place, the n-gram of length m − 1 that ends at the place before. */
function parentsOf({ values, length }: Sequences, m: number, ending: Uint32Array): Uint32Array {
  const parents = new Uint32Array(values.length);
  if (m === 1) return parents;
  for (let row = 0; row < values.length; row += length)
    for (let at = row + m - 1; at < row + length; at++) parents[at] = ending[at - 1];
  return parents;
}

/**
 * `members`: for each place, the n-gram that ends there.
 *
 * @param places those that end an n-gram, in the order of its parent, then of its last token
 */
function createLevel(
  values: Uint32Array,
  places: Uint32Array,
  parents: Uint32Array,
  suffixes: Uint32Array,
  nodes: number,
): { level: Level; members: Uint32Array } {
  const members = new Uint32Array(values.length);
  const [token, count, suffix] = [0, 1, 2].map(() => new Uint32Array(places.length));
  const start = new Uint32Array(nodes + 1);
  let [size, parent, last] = [0, -1, -1];
  for (let i = 0; i < places.length; i++) {
    const at = places[i];
    if (parents[at] !== parent || values[at] !== last) {
      [parent, last] = [parents[at], values[at]];
      token[size] = last;
      suffix[size] = suffixes[at];
      start[parent + 1]++;
      size++;
    }
    count[size - 1]++;
    members[at] = size - 1;
  }
  for (let node = 0; node < nodes; node++) start[node + 1] += start[node];
  const [tokens, counts, links] = [token, count, suffix].map((column) => column.slice(0, size));
  return { level: { token: tokens, count: counts, start, suffix: links }, members };
}

/** Of all places those that end an n-gram of length m in their sequence. */
function placesOf(places: Uint32Array, length: number, m: number): Uint32Array {
  const kept = new Uint32Array((places.length / length) * (length - m + 1));
  let size = 0;
  for (let i = 0; i < places.length; i++) if (places[i] % length >= m - 1) kept[size++] = places[i];
  return kept;
}

/** Places (default: all) in the order of their keys, below `keyCount`; those with one key stay in their order. */
function sortBy(
  keys: Uint32Array,
  keyCount: number,
  places: Uint32Array = countUp(keys.length),
): Uint32Array {
  const next = new Uint32Array(keyCount + 1);
  for (let i = 0; i < places.length; i++) next[keys[places[i]] + 1]++;
  for (let key = 0; key < keyCount; key++) next[key + 1] += next[key];
  const sorted = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) sorted[next[keys[places[i]]]++] = places[i];
  return sorted;
}

function countUp(n: number): Uint32Array {
  const numbers = new Uint32Array(n);
  for (let i = 0; i < n; i++) numbers[i] = i;
  return numbers;
}

/** The child of a node of the level before by a token; −1 where there is none. */
export function childOf({ token, start }: Level, node: number, wanted: number): number {
  let [low, high] = [start[node], start[node + 1]];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (token[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low < start[node + 1] && token[low] === wanted ? low : -1;
}
