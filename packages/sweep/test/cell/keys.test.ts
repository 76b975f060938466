import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLineage } from '@collapse-lab/process';
import { buildLineage, type Cell, expand, parseExperiment } from '@collapse-lab/sweep';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { yaml } from '../experiment/yaml.ts';

async function cellsOf(changes: Record<string, string> = {}, options = {}): Promise<Cell[]> {
  return expand(await parseExperiment(yaml(changes), options));
}

const sweep = 'sweep:\n  - grid: { sizes.new: [5, 10] }';

describe('the expansion', () => {
  it('goes seed by seed, so that more seeds append', async () => {
    const few = await cellsOf({ sweep, seeds: 'seeds: 2' });
    const more = await cellsOf({ sweep, seeds: 'seeds: 3' });
    expect(few.map(({ seed, settingIndex }) => [seed, settingIndex])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
    ]);
    expect(more.slice(0, 4)).toEqual(few);
  });

  it('has a key of its own for every cell', async () => {
    const cells = await cellsOf({ sweep, seeds: 'seeds: 50' });
    expect(new Set(cells.map(({ key }) => key)).size).toBe(100);
  });
});

describe('keys', () => {
  const keysOf = async (changes: Record<string, string> = {}): Promise<Cell> => (await cellsOf(changes))[0];

  it('do not depend on how the experiment is written', async () => {
    const rewritten = yaml({
      name: 'name: other-name',
      family: 'family: { samplingBias: 1.0, ddof: 0, covariance: full, kind: gaussian }',
      sizes: 'sizes: { new: 3, initial: 10 }',
      retries: 'retries: 5',
      sweep: 'sweep: [{ set: { sizes.new: 10 } }]',
    });
    const [cell] = expand(await parseExperiment(rewritten));
    expect(cell.key).toBe((await keysOf()).key);
  });

  it('of the lineage change with what changes random numbers', async () => {
    const { lineageKey } = await keysOf();
    const others = await Promise.all([
      keysOf({ seeds: 'seeds: [2]' }),
      keysOf({ sizes: 'sizes: { initial: 10, new: 11 }' }),
      keysOf({ family: 'family: { kind: gaussian, ddof: 1 }' }),
      keysOf({ sampler: 'sampler: samples' }),
      keysOf({ numberFormat: 'numberFormat: f32' }),
      keysOf({ real: 'real: { kind: normal, d: 2 }' }),
    ]);
    expect(new Set([lineageKey, ...others.map((cell) => cell.lineageKey)]).size).toBe(7);
  });

  it('of the rows, not of the lineage, change with what is observed and recorded', async () => {
    const first = await keysOf();
    const others = await Promise.all([
      keysOf({ observe: 'observe: [distances]' }),
      keysOf({ record: 'record: { every: 2 }' }),
      keysOf({ snapshots: 'snapshots: [3]' }),
    ]);
    for (const { lineageKey } of others) expect(lineageKey).toBe(first.lineageKey);
    expect(new Set([first, ...others].map(({ rowsKey }) => rowsKey)).size).toBe(4);
  });

  it('of the cell alone change with the number of generations', async () => {
    const first = await keysOf();
    const longer = await keysOf({ generations: 'generations: 6' });
    expect(longer.rowsKey).toBe(first.rowsKey);
    expect(longer.key).not.toBe(first.key);
  });
});

describe('files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'collapse-files-'));
    mkdirSync(join(folder, 'moved'));
    writeFileSync(join(folder, 'heights.csv'), 'name,height\na,1.5\nb,2.5\nc,4\n');
    copyFileSync(join(folder, 'heights.csv'), join(folder, 'moved', 'h.csv'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const real = (path: string): Record<string, string> => ({
    real: `real: { kind: file, path: ${path}, columns: [height], bootstrap: true }`,
  });
  const at = (path: string): { path: string } => ({ path: join(folder, path) });

  it('count by their content, not by where they lie', async () => {
    const [one] = await cellsOf(real('heights.csv'), at('experiment.yaml'));
    const [two] = await cellsOf(real('h.csv'), at('moved/experiment.yaml'));
    expect(two.key).toBe(one.key);
    expect(JSON.stringify(one.parameters)).not.toContain(folder);
    writeFileSync(join(folder, 'moved', 'h.csv'), 'name,height\na,1.5\nb,2.5\nc,5\n');
    const [changed] = await cellsOf(real('h.csv'), at('moved/experiment.yaml'));
    expect(changed.lineageKey).not.toBe(one.lineageKey);
  });

  it('that change after planning are refused', async () => {
    writeFileSync(join(folder, 'late.csv'), 'height\n1\n2\n');
    const [cell] = await cellsOf(real('late.csv'), at('experiment.yaml'));
    writeFileSync(join(folder, 'late.csv'), 'height\n1\n3\n');
    await expect(buildLineage(cell)).rejects.toThrow(
      /late\.csv: its content hash is [0-9a-f]{64}, expected [0-9a-f]{64}: it has changed since the sweep was planned\. Start the sweep again; it plans with the file as it is\.$/,
    );
  });

  it('that are used up are refused before anything runs', async () => {
    const text = yaml({ real: 'real: { kind: file, path: heights.csv, columns: [height] }' });
    await expect(parseExperiment(text, at('experiment.yaml'))).rejects.toThrow(
      'line 5, sizes: got 10, expected at most the 3 points of real data data-set by generation 0. ' +
        'Set bootstrap: true to draw with replacement, lower the sizes.',
    );
  });

  it('with a wrong number are refused with line and column', async () => {
    writeFileSync(join(folder, 'wrong.csv'), 'name,height\na,1.5\nb,tall\n');
    await expect(cellsOf(real('wrong.csv'), at('experiment.yaml'))).rejects.toThrow(
      'line 2, real: wrong.csv, line 3, column 2 (height): got "tall", expected a finite number.',
    );
  });
});

describe("a user's own family", () => {
  let folder: string;
  const family = (shift: number): string => `
    import { families, defineModel } from '@collapse-lab/models';
    import { shift } from './shift.mjs';
    export default defineModel({ ...families.gaussian, name: 'shifted', create(options, shape) {
      const family = families.gaussian.create(options, shape);
      return { ...family, name: 'shifted', law: undefined,
        sample: (model, request, stream) => {
          const data = family.sample(model, request, stream);
          for (let i = 0; i < data.values.length; i++) data.values[i] += shift + ${shift} * 0;
          return data;
        } };
    } });`;
  beforeAll(() => {
    // Below the package, so that the module finds @collapse-lab/models as a user's would.
    folder = mkdtempSync(new URL('../tmp-family-', import.meta.url).pathname);
    writeFileSync(join(folder, 'shift.mjs'), 'export const shift = 1;\n');
    writeFileSync(join(folder, 'family.mjs'), family(1));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const cellOf = async (): Promise<Cell> => {
    const changes = {
      family: 'family: { module: ./family.mjs, ddof: 0 }',
      observe: 'observe: []',
      snapshots: 'snapshots: [5]',
    };
    return (await cellsOf(changes, { path: join(folder, 'experiment.yaml') }))[0];
  };

  it('is loaded from its module and runs', async () => {
    const { snapshots } = runLineage(await buildLineage(await cellOf()));
    const { mean } = snapshots[0].parameters as { mean: number[] };
    // Five shifts of 1; the mean of ten points moves by about 1/√10 a generation: 3 is more than five deviations off.
    expect(mean[0]).toBeGreaterThan(2);
  });

  it('has other keys when its module, or one it imports, changes', async () => {
    const first = await cellOf();
    writeFileSync(join(folder, 'family.mjs'), family(2));
    const second = await cellOf();
    writeFileSync(join(folder, 'shift.mjs'), 'export const shift = 2;\n');
    const third = await cellOf();
    expect(new Set([first, second, third].map(({ lineageKey }) => lineageKey)).size).toBe(3);
  });
});
