/** engine: what it is for which family, and that a store keeps to what it was begun with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  autoEngine,
  bestEngine,
  engineAvailability,
  expand,
  openStore,
  parseExperiment,
  planSweep,
  recordAutoEngine,
  requireMemory,
} from '@collapse-lab/sweep';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { yaml } from './yaml.ts';

const neural = {
  real: 'real: { kind: glyphs, side: 8 }',
  family: 'family: { kind: vae, hidden: [4], latent: 2 }',
  observe: 'observe: []',
};

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

function newDirectory(): string {
  directories.push(mkdtempSync(join(tmpdir(), 'collapse-engine-')));
  return directories[directories.length - 1];
}

describe('engine', () => {
  it('is resolved for neural families, and part of their names', async () => {
    const keys = [];
    for (const engine of ['engine: wasm', null]) {
      const experiment = await parseExperiment(yaml({ ...neural, engine }), { autoEngine: 'wasm' });
      expect(experiment.settings[0].parameters.engine).toBe('wasm');
      keys.push(expand(experiment)[0].key);
    }
    expect(keys[0]).toBe(keys[1]);
  });

  it('is nothing to others', async () => {
    const { settings } = await parseExperiment(yaml());
    expect(settings[0].parameters).not.toHaveProperty('engine');
    await expect(parseExperiment(yaml({ engine: 'engine: wasm' }))).rejects.toThrow(
      'line 7, engine: got "wasm", expected no engine: the family gaussian is not trained by one.',
    );
  });

  it('must be one that exists', async () => {
    await expect(parseExperiment(yaml({ ...neural, engine: 'engine: wasmm' }))).rejects.toThrow(
      'engine: got "wasmm", expected one of auto, wasm, native, tfjs. Did you mean "wasm"?',
    );
  });
});

describe('threadsPerCell', () => {
  const threads = 'threadsPerCell: 2';

  it('goes with the cells, and is in no key', async () => {
    const given = [{}, { threads }].map((more) =>
      parseExperiment(yaml({ ...neural, ...more }), { autoEngine: 'native' }),
    );
    const [[one], [two]] = (await Promise.all(given)).map(expand);
    expect([one.threads, two.threads]).toEqual([undefined, 2]);
    expect(two.key).toBe(one.key);
  });

  it('is refused where a cell runs on one thread, with the reason', async () => {
    await expect(parseExperiment(yaml({ ...neural, threads, engine: 'engine: wasm' }))).rejects.toThrow(
      'threadsPerCell: got 2, expected 1: the engine wasm runs a cell on one thread. Leave it out, or take engine: native.',
    );
    await expect(parseExperiment(yaml({ threads }))).rejects.toThrow(
      'threadsPerCell: got 2, expected 1: the family gaussian is not trained by an engine. Leave it out, or take engine: native.',
    );
  });
});

describe('the memory of a network', () => {
  const planned = async (family: string, engine: string) => {
    const lines = { ...neural, family: `family: { kind: vae, ${family} }`, engine: `engine: ${engine}` };
    return planSweep(await parseExperiment(yaml(lines)), await openStore(newDirectory()));
  };

  it('must be there', async () => {
    const wide = await planned('hidden: [100000, 100000], latent: 2', 'wasm');
    const needed = 'it needs about 320.2 GB, for weights, gradients, moments and a batch. Make it smaller.';
    expect(() => requireMemory(wide, 2e9)).toThrow(
      `family.hidden: got [100000, 100000], expected a network that fits into 2.0 GB, the memory of this machine: ${needed}`,
    );
    expect(() => requireMemory(wide, 64e9)).toThrow(
      `family.hidden: got [100000, 100000], expected a network that fits into 4.3 GB, the reach of the engine wasm: ${needed}`,
    );
    const batch = await planned('hidden: [4], latent: 2, batch: 1000000', 'wasm');
    expect(() => requireMemory(batch, 1e9)).toThrow(
      'family.batch: got 1000000, expected a network that fits into 1.0 GB, the memory of this machine: it needs about 2.0 GB,',
    );
    expect(() => requireMemory(batch, 3e9)).not.toThrow();
  });
});

describe('COLLAPSE_NATIVE', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is refused where it is no kind of vectors, and not replaced by another engine', () => {
    vi.stubEnv('COLLAPSE_NATIVE', 'avx-512');
    expect(engineAvailability('native')).toEqual({
      available: false,
      reason: 'COLLAPSE_NATIVE: got "avx-512", expected avx2 or avx512',
      remedy: 'Correct it, or unset it.',
    });
    expect(() => bestEngine()).toThrow(
      'COLLAPSE_NATIVE: got "avx-512", expected avx2 or avx512. Correct it, or unset it.',
    );
  });
});

describe('engine: auto', () => {
  it('is what the store was begun with', async () => {
    const directory = newDirectory();
    expect(autoEngine(directory)).toBe(bestEngine());
    writeFileSync(join(directory, 'engine.json'), '{"auto":"wasm"}\n');
    expect(autoEngine(directory)).toBe('wasm');
    expect(await recordAutoEngine(directory)).toBe('wasm');
  });

  it('is written down once', async () => {
    const directory = newDirectory();
    const written = await Promise.all(Array.from({ length: 5 }, () => recordAutoEngine(directory)));
    expect(new Set(written)).toEqual(new Set([bestEngine()]));
    expect(autoEngine(directory)).toBe(bestEngine());
  });

  it('says what is wrong with the file', () => {
    const directory = newDirectory();
    writeFileSync(join(directory, 'engine.json'), '{"auto":"cuda"}');
    expect(() => autoEngine(directory)).toThrow(
      'engine.json: got "{\\"auto\\":\\"cuda\\"}", expected {"auto":"wasm"} or {"auto":"native"}. Remove the file to choose anew.',
    );
  });
});
