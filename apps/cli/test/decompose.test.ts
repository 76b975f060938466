/** `collapse decompose`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlace, small } from './collapse.ts';

const place = makePlace({
  ...small,
  real: { kind: 'gaussian-mixture', weights: [1, 1], means: [[-2], [2]], covariances: [1, 1] },
  family: { kind: 'mixture', components: 2 },
  sizes: { initial: 1000, new: 1000 },
  seeds: 6,
  observe: ['mixture'],
  sweep: [
    {
      grid: {
        sizes: [
          { initial: 1000, new: 1000 },
          { initial: 50, new: 50 },
        ],
        'family.components': [2, 1],
      },
    },
  ],
  report: {
    decompose: {
      metric: 'squaredL2ToReal',
      sources: { statistical: 'sizes', expressivity: 'family.components' },
    },
  },
});
afterAll(() => place.remove());

it('nothing stored', async () => {
  const { code, stderr } = await place.collapse('decompose', place.file);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `collapse: nothing of small is in ${place.store} yet. Run it first: npx collapse run ${place.file}\n`,
  );
});

it('no sources of error', async () => {
  const other = makePlace(small);
  const { code, stderr } = await other.collapse('decompose', other.file);
  other.remove();
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `collapse: small lists no sources of error: add report.decompose (metric, sources) to ${other.file}; see apps/cli/README.md.\n`,
  });
});

describe('what is stored', () => {
  beforeAll(async () => {
    await place.collapse('run', place.file, '--executor', 'inline');
  });

  it('a row for each share and effect, and whether the words of the paper hold', async () => {
    const { code, stdout, stderr } = await place.collapse('decompose', place.file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^squaredL2ToReal, 6 seeds, 95 % limits\n/);
    expect(stdout).toContain('  expressivity: family.components 2 → 1\n');
    expect(stdout).toMatch(/ +t = 0 +t = 1 +t = 3 +t = 4 +t = 5\n/);
    expect(stdout).toMatch(/\nshare of expressivity +0\.03\d* \[/);
    expect(stdout).toMatch(/\nstatistical alone +0\.0/);
    expect(stdout).toMatch(
      /\n"Expressivity alone acts at the first generation only": .*\. Alone it makes 0\.03/,
    );
    expect(stdout).toMatch(
      /\n"Statistical error vanishes with the sample size": cannot be told\. It takes three sample sizes or more/,
    );
  });

  it('JSON, of another metric', async () => {
    const { code, stdout } = await place.collapse('decompose', place.file, '--metric', 'variance', '--json');
    expect(code).toBe(0);
    const [{ metric, sources, decomposition }] = JSON.parse(stdout);
    expect(metric).toBe('variance');
    expect(sources.map(({ name }: { name: string }) => name)).toEqual(['statistical', 'expressivity']);
    expect(decomposition.effects).toHaveLength(3);
    const plain = await place.collapse('decompose', place.file, '--metric', 'variance');
    expect(plain.stdout).toContain(
      '"Statistical error vanishes with the sample size": cannot be told. variance is not known to be a distance to p_0 that is zero where the fit is exact, so that it need not fall to zero.\n',
    );
  });
});
