/** The factorial of error sources, from the experiment file to its decomposition. */
import {
  decomposeExperiment,
  type Experiment,
  type FactorialDecomposition,
  openStore,
  parseExperiment,
  runSweep,
} from '@collapse-lab/sweep';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryStore } from '../executor/troublesome.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

const file = {
  name: 'sources',
  real: { kind: 'gaussian-mixture', weights: [0.5, 0.5], means: [[-2], [2]], covariances: [1, 1] },
  family: { kind: 'mixture', components: 2 },
  workflow: { kind: 'replace' },
  sizes: { initial: 2000, new: 2000 },
  generations: 2,
  seeds: 4,
  observe: ['mixture'],
  sweep: [
    {
      grid: {
        sizes: [
          { initial: 2000, new: 2000 },
          { initial: 100, new: 100 },
        ],
        'family.components': [2, 1],
        'workflow.kind': ['replace', 'accumulate'],
      },
    },
  ],
  report: {
    decompose: {
      metric: 'squaredL2ToReal',
      sources: { expressivity: 'family.components', statistical: 'sizes' },
    },
  },
};

async function stored(experiment: Experiment) {
  const { directory, remove } = temporaryStore();
  cleanUp.push(remove);
  const store = await openStore(directory);
  await runSweep({ experiment, store, executor: 'inline' });
  return store;
}

async function decomposed(of: object): Promise<FactorialDecomposition> {
  const experiment = await parseExperiment(JSON.stringify(of));
  const [first] = await decomposeExperiment(experiment, await stored(experiment));
  return first;
}

describe('decomposeExperiment', () => {
  it('pairs the settings by seed, one factorial for each of the other swept values', async () => {
    const experiment = await parseExperiment(JSON.stringify(file));
    const store = await stored(experiment);
    const found = await decomposeExperiment(experiment, store);
    expect(found.map(({ values }) => values)).toEqual([
      { 'workflow.kind': 'replace' },
      { 'workflow.kind': 'accumulate' },
    ]);
    const [{ metric, sources, seeds, decomposition }] = found;
    expect({ metric, seeds }).toEqual({ metric: 'squaredL2ToReal', seeds: [1, 2, 3, 4] });
    expect(sources).toEqual([
      {
        name: 'statistical',
        path: 'sizes',
        without: { initial: 2000, new: 2000 },
        with: { initial: 100, new: 100 },
      },
      { name: 'expressivity', path: 'family.components', without: 2, with: 1 },
    ]);
    expect(decomposition.none.map(({ t }) => t)).toEqual([0, 1, 2]);
    // ∫ (N(x; 0, 5) − p_0)² by quadrature (scipy 1.17.1, integrate.quad): 0.036388; one Gaussian cannot do better than its moments.
    const [, expressivity] = decomposition.effects;
    expect(expressivity.sources).toEqual(['expressivity']);
    expect(Math.abs(expressivity.points[0].estimate - 0.036388)).toBeLessThan(0.002);
    const shares = decomposition.contributions.map(({ points }) => points[2].estimate);
    expect(shares[0] + shares[1]).toBeCloseTo(
      decomposition.all[2].estimate - decomposition.none[2].estimate,
      12,
    );
  });

  it('judges the words of the paper, statistical error by further sizes', async () => {
    const { statements: few } = await decomposed(file);
    expect(few.map(({ verdict }) => verdict)).toEqual([expect.any(String), 'cannot be told']);
    expect(few[1].reason).toBe(
      'It takes three sample sizes or more with no other error made, and there are 2: two have no curvature.',
    );
    const further = {
      sizes: [
        { initial: 200, new: 200 },
        { initial: 632, new: 632 },
      ],
      'family.components': [2],
      'workflow.kind': ['replace'],
    };
    const { statements, decomposition } = await decomposed({
      ...file,
      sweep: [...file.sweep, { grid: further }],
    });
    expect(statements[1]).toMatchObject({ statement: 'Statistical error vanishes with the sample size' });
    expect(statements[1].reason).toMatch(
      /^At t = 2 the mean distance goes like n\^a, .* from 100 to 2000 points \(4 sizes\), /,
    );
    expect(statements[1].estimate!).toBeLessThan(-0.5);
    expect(decomposition.effects).toHaveLength(3);
  });

  it('takes the seeds that all settings have', async () => {
    const experiment = await parseExperiment(JSON.stringify(file));
    const some = await parseExperiment(JSON.stringify({ ...file, seeds: [2, 3] }));
    const [{ seeds }] = await decomposeExperiment(experiment, await stored(some));
    expect(seeds).toEqual([2, 3]);
    const { directory, remove } = temporaryStore();
    cleanUp.push(remove);
    expect(await decomposeExperiment(experiment, await openStore(directory))).toEqual([]);
  });

  it('needs to be told what to decompose', async () => {
    const { report: _, ...plain } = file;
    const experiment = await parseExperiment(JSON.stringify(plain));
    const store = await stored(experiment);
    await expect(decomposeExperiment(experiment, store)).rejects.toThrow(
      'metric: got undefined, expected report.decompose in the experiment file, with a metric and the swept path of each error source.',
    );
    const [{ metric, statements }] = await decomposeExperiment(experiment, store, {
      metric: 'variance',
      sources: { statistical: 'sizes' },
    });
    expect(metric).toBe('variance');
    expect(statements).toEqual([
      {
        statement: 'Statistical error vanishes with the sample size',
        verdict: 'cannot be told',
        reason:
          'variance is not known to be a distance to p_0 that is zero where the fit is exact, so that it need not fall to zero.',
      },
    ]);
  });
});

describe('the experiment file', () => {
  const problemOf = async (sources: object, grid: object = file.sweep[0].grid): Promise<string> => {
    const report = { decompose: { metric: 'squaredL2ToReal', sources } };
    try {
      await parseExperiment(JSON.stringify({ ...file, sweep: [{ grid }], report }));
    } catch (error) {
      return (error as Error).message.split('\n').slice(1).join('\n').trim();
    }
    throw new Error('it was accepted');
  };

  it('refuses sources that the sweep does not switch', async () => {
    expect(await problemOf({ precision: 'numberFormat' })).toContain(
      'report.decompose.sources.precision: got "numberFormat", expected a path that the sweep gives two values everywhere, ' +
        'without and with the error; swept are: sizes, family.components, workflow.kind',
    );
    expect(await problemOf({})).toContain('expected one error source or more: statistical, expressivity,');
  });

  it('refuses a sweep that lacks combinations', async () => {
    const experiment = {
      ...file,
      sweep: [
        {
          zip: {
            sizes: [
              { initial: 200, new: 200 },
              { initial: 100, new: 100 },
            ],
            'family.components': [2, 1],
          },
        },
      ],
    };
    await expect(parseExperiment(JSON.stringify(experiment))).rejects.toThrow(
      'expected a sweep with all 4 combinations of sizes, family.components',
    );
  });
});
