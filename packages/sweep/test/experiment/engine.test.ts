/** engine: what it is for which family, and that a store keeps to what it was begun with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { autoEngine, bestEngine, expand, parseExperiment, recordAutoEngine } from '@collapse-lab/sweep';
import { afterAll, describe, expect, it } from 'vitest';
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
