import {
  type Experiment,
  expand,
  openStore,
  parseExperiment,
  profileExperiment,
  runSweep,
} from '@collapse-lab/sweep';
import { afterEach, expect, it } from 'vitest';
import { temporaryStore } from '../executor/troublesome.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

/** Both workflows at three sizes, of which the last in another proportion. */
function experiment(seeds: number): Promise<Experiment> {
  return parseExperiment(
    JSON.stringify({
      name: 'profiled',
      real: { kind: 'normal', d: 1 },
      family: { kind: 'gaussian', ddof: 0 },
      workflow: { kind: 'replace' },
      sizes: { initial: 20, new: 20 },
      generations: 100,
      record: { every: 5 },
      seeds,
      observe: ['gaussian-moments', 'gaussian-tails', 'distances'],
      sweep: [
        {
          grid: {
            'workflow.kind': ['replace', 'accumulate'],
            sizes: [
              { initial: 20, new: 20 },
              { initial: 20_000, new: 20_000 },
              { initial: 20, new: 10 },
            ],
          },
        },
      ],
    }),
  );
}

async function stored(of: Experiment) {
  const { directory, remove } = temporaryStore();
  cleanUp.push(remove);
  const store = await openStore(directory);
  await runSweep({ experiment: of, store, executor: 'inline' });
  return store;
}

it('profiles every setting, and compares the sizes of those that differ in nothing else', async () => {
  const asked = await experiment(40);
  const profiles = await profileExperiment(asked, await stored(asked));
  expect(profiles.map(({ setting }) => setting)).toEqual([0, 1, 2, 3, 4, 5]);
  const verdict = (setting: number, number: number) => profiles[setting].profile.verdicts[number - 1];

  // Replace, n = 20: log S falls by a tenth in every generation.
  expect(profiles[0].values).toEqual({ 'workflow.kind': 'replace', sizes: { initial: 20, new: 20 } });
  expect(verdict(0, 4).verdict).toBe('happened');
  expect(verdict(3, 4).verdict).toBe('did not happen');
  expect(profiles[0].losses.map(({ metric }) => metric)).toEqual([
    'exactTailMass1',
    'exactTailMass01',
    'variance',
  ]);
  expect(profiles[0].losses[2].curve).toMatchObject({ lineages: 40, censored: 0 });

  // Accumulate: risk of order 1/n throughout. Replace: 1/n at first; at T it is 2 − 2 · 0.039 (n = 20) and 101 · 1.5/n.
  expect(verdict(3, 5)).toMatchObject({ verdict: 'did not happen', metric: 'squaredW2' });
  const change = 1 + Math.log((101 * 1.5) / 20_000 / 1.92) / Math.log(1000);
  expect(verdict(0, 5).low!).toBeLessThan(change);
  expect(verdict(0, 5).high!).toBeGreaterThan(change);
  expect(verdict(0, 5)).toEqual(verdict(1, 5));
  expect(verdict(2, 5).reason).toBe('A scaling law needs the same setting at two sample sizes or more.');
});

it('leaves out settings of which nothing is stored, and passes its options on', async () => {
  const small = await experiment(2);
  const store = await stored(small);
  const more = await parseExperiment(
    JSON.stringify({
      name: 'other',
      real: { kind: 'normal', d: 1 },
      family: { kind: 'gaussian', ddof: 0 },
      workflow: { kind: 'replace' },
      sizes: { initial: 30, new: 30 },
      generations: 5,
      seeds: 1,
    }),
  );
  expect(await profileExperiment(more, store)).toEqual([]);
  const [first] = await profileExperiment(small, store, { catastrophic: 3, metrics: { risk: 'meanError' } });
  expect(first.profile.thresholds.catastrophic).toBe(3);
  expect(first.profile.verdicts[0].metric).toBe('meanError');
  await expect(profileExperiment(small, store, { metrics: { risk: 'loss' } })).rejects.toThrow(
    'options.metrics.risk: got "loss", expected a metric that every lineage recorded: ',
  );
});

it('chooses the risk by the first twenty lineages', async () => {
  const symbols = (seeds: number | readonly number[]): Promise<Experiment> =>
    parseExperiment(
      JSON.stringify({
        name: 'symbols',
        real: { kind: 'uniform-categorical', k: 5 },
        family: { kind: 'categorical' },
        workflow: { kind: 'replace' },
        sizes: { initial: 12, new: 12 },
        generations: 1,
        seeds,
        observe: ['categorical'],
      }),
    );
  const all = await symbols(80);
  const store = await stored(all);
  const seedsWhere = async (finite: boolean): Promise<number[]> => {
    const found: number[] = [];
    for (const { key, seed } of expand(all)) {
      const { series } = (await store.read(key))!;
      const kl = series.find(({ metric }) => metric === 'klFromReal')!.value[0];
      if (Number.isFinite(kl) === finite) found.push(seed);
    }
    return found;
  };
  const [finite, infinite] = [await seedsWhere(true), await seedsWhere(false)];
  const riskOf = async (seeds: readonly number[]): Promise<string | undefined> => {
    const [{ profile }] = await profileExperiment(await symbols(seeds), store);
    return profile.verdicts[0].metric;
  };
  // Finite in half of the twenty, but not of the first nineteen, nor of the first twenty-one, nor of all.
  expect(await riskOf([...infinite.slice(0, 10), ...finite.slice(0, 10), ...infinite.slice(10, 20)])).toBe(
    'klFromReal',
  );
  // Finite in nine of the twenty, and in half of all.
  expect(await riskOf([...finite.slice(0, 9), ...infinite.slice(0, 11), ...finite.slice(9, 20)])).toBe(
    'totalVariation',
  );
});
