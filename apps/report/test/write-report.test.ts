import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReport } from '@collapse-lab/report';
import { parseExperiment } from '@collapse-lab/sweep';
import { afterAll, describe, expect, it } from 'vitest';
import { tinyStore } from './fixtures/tiny-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'collapse-report-'));
afterAll(() => rmSync(directory, { recursive: true }));

const experiment = await parseExperiment(`
name: tiny
real: { kind: normal, d: 1 }
family: { kind: gaussian, covariance: full, ddof: 0 }
sizes: { initial: 10, new: 10 }
generations: 3
seeds: 2
sweep:
  - grid: { workflow: [{ kind: replace }, { kind: accumulate }] }
`);
const store = await tinyStore(experiment, {
  series: ({ seed, settingIndex }) => [
    { metric: 'variance', t: [0, 1, 2, 3], value: [1, 2, 3, 4].map((t) => (seed * (settingIndex + 1)) / t) },
  ],
});

function contents(at: string): [string, string][] {
  return readdirSync(at, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? contents(join(at, entry.name))
        : [[entry.name, readFileSync(join(at, entry.name)).toString('base64')] as [string, string]],
    );
}

describe('writeReport', () => {
  it('writes the page, the table and each figure twice, the same bytes each time', async () => {
    const written = await writeReport({ experiment, store, directory });
    const first = contents(directory);
    expect(first.map(([name]) => name)).toEqual([
      'by-generation-variance.png',
      'by-generation-variance.svg',
      'compared-variance.png',
      'compared-variance.svg',
      'final-variance.png',
      'final-variance.svg',
      'index.html',
      'summary.csv',
    ]);
    expect(written.html).toBe(join(directory, 'index.html'));
    expect(written.figures.length).toBe(6);
    expect(written.sentences[0]).toContain('Under ');
    await writeReport({ experiment, store, directory });
    expect(contents(directory)).toEqual(first);
  });

  it('removes figures of an earlier report and nothing else', async () => {
    const figures = join(directory, 'figures');
    writeFileSync(join(figures, 'old.svg'), 'old');
    writeFileSync(join(figures, 'notes.txt'), 'mine');
    await writeReport({ experiment, store, directory });
    expect(readdirSync(figures)).toContain('notes.txt');
    expect(readdirSync(figures)).not.toContain('old.svg');
  });

  it('writes a tidy table', async () => {
    const [header, first] = readFileSync(join(directory, 'summary.csv'), 'utf8').split('\n');
    expect(header).toBe(
      'setting,label,metric,t,lineages,not_finite,median,q05,q95,mean,geometric_mean,se_mean',
    );
    expect(first).toBe('0,replace,variance,0,2,0,1.5,1.05,1.95,1.5,1.414214,0.5');
  });
});
