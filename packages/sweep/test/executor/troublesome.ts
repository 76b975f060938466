/** Small experiments with the troublesome family, and what the tests look at in a store. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cell, type Chunk, type Experiment, expand, parseExperiment } from '@collapse-lab/sweep';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

export interface TroublesomeOptions {
  /** Family options of each setting. */
  readonly list: readonly Record<string, unknown>[];
  readonly seeds?: number;
  readonly generations?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly retries?: number;
}

/** One cell for each entry of `list` and each seed; without trouble a cell takes about a millisecond. */
export function troublesome(options: TroublesomeOptions): Promise<Experiment> {
  const { list, seeds = 1, generations = 3, timeout, retries = 0 } = options;
  const settings = list.map((setting) =>
    Object.fromEntries(Object.entries(setting).map(([name, value]) => [`family.${name}`, value])),
  );
  const experiment = {
    name: 'troublesome',
    real: { kind: 'normal', d: 1 },
    family: { module: './troublesome-family.mjs' },
    workflow: { kind: 'replace' },
    sizes: { initial: 20, new: 20 },
    generations,
    sampler: 'samples',
    observe: [{ kind: 'tails', samples: 100 }],
    seeds,
    retries,
    ...(timeout === undefined ? {} : { timeout }),
    sweep: [{ list: settings }],
  };
  return parseExperiment(JSON.stringify(experiment), { path: join(fixtures, 'troublesome.yaml') });
}

export async function troublesomeChunk(options: TroublesomeOptions): Promise<Chunk> {
  return { index: 0, cells: expand(await troublesome(options)) };
}

/** A directory that is removed after use, with `await using` or by hand. */
export function temporaryStore(): { directory: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'collapse-lab-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** File name → content hash of every segment. */
export function segmentsOf(store: string): Record<string, string> {
  const folder = join(store, 'segments');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.jsonl'),
  );
  return Object.fromEntries(
    files.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

export function keysOf(cells: readonly Cell[]): string[] {
  return cells.map(({ key }) => key);
}
