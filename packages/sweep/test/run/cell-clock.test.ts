/** What is known of a long cell from what its worker says, on a clock of its own. */
import { expect, it } from 'vitest';
import { CellClock, type CellProgress } from '../../dist/run/cell-clock.js';

/** Seconds of a step. */
const seconds = { pretraining: 0.5, generating: 2, training: 0.25 };

interface Run {
  readonly generations: number;
  /** Of D_0, and how many more in each further generation. */
  readonly steps: number;
  readonly growth: number;
  readonly generates: boolean;
}

interface Moment {
  readonly now: number;
  readonly progress: CellProgress;
}

/** A report after every step, as a worker gives them, and one between two phases. */
function reports({ generations, steps, growth, generates }: Run): Moment[] {
  const made: Moment[] = [];
  let now = 0;
  const phase = (t: number, name: keyof typeof seconds, count: number): void => {
    for (let i = 0; i <= count; i++) {
      const units = { name: 'tokens', made: 30 * i };
      made.push({
        now: 1000 * now,
        progress: { t, generations, work: { phase: name, made: i, steps: count, units } },
      });
      if (i < count) now += seconds[name];
    }
  };
  phase(-1, 'pretraining', 10);
  for (let t = -1; t < generations; t++) {
    if (t >= 0 && generates) phase(t, 'generating', 12);
    phase(t, 'training', steps + growth * Math.max(0, t));
  }
  return made;
}

/** What is said at each report, with what will be true. */
function told(run: Run, from = 0): { left: number | undefined; truth: number; progress: CellProgress }[] {
  const clock = new CellClock();
  const all = reports(run);
  const end = all[all.length - 1].now;
  return all.slice(from).map(({ now, progress }) => {
    clock.hear(progress, now);
    return { left: clock.secondsLeft, truth: (end - now) / 1000, progress };
  });
}

it.each<Run>([
  { generations: 4, steps: 20, growth: 0, generates: true },
  { generations: 4, steps: 20, growth: 0, generates: false },
])('knows the time left once the second training began: %o', (run) => {
  const moments = told(run);
  const known = moments.findIndex(({ left }) => left !== undefined);
  expect(moments[known].progress.t).toBe(0);
  for (const { left, truth } of moments.slice(known)) expect(left).toBeCloseTo(truth, 9);
});

it('says nothing of it before, when it knows but one phase', () => {
  const before = told({ generations: 4, steps: 20, growth: 0, generates: true }).filter(
    ({ progress: { t } }) => t < 0,
  );
  expect(before.map(({ left }) => left)).toEqual(Array(before.length).fill(undefined));
});

it('foresees that a pool grows, once it has grown', () => {
  const moments = told({ generations: 6, steps: 20, growth: 10, generates: true });
  const late = moments.filter(
    ({ progress: { t, work } }) => t > 1 || (t === 1 && work!.phase === 'training'),
  );
  for (const { left, truth } of late) expect(left).toBeCloseTo(truth, 9);
});

it('waits for a whole generation where it begins to hear within one', () => {
  const run = { generations: 4, steps: 20, growth: 0, generates: true };
  const within = reports(run).findIndex(({ progress: { t, work } }) => t === 1 && work!.phase === 'training');
  const moments = told(run, within + 3);
  const first = moments.find(({ left }) => left !== undefined)!;
  expect([first.progress.t, first.progress.work!.phase]).toEqual([2, 'generating']);
  const sure = moments.filter(({ progress: { t, work } }) => t > 2 || (t === 2 && work!.made > 0));
  for (const { left, truth } of sure) expect(left).toBeCloseTo(truth, 9);
});

it('counts what the phase counts', () => {
  const clock = new CellClock();
  const all = reports({ generations: 1, steps: 20, growth: 0, generates: true });
  const rates = all.map(({ now, progress }) => {
    clock.hear(progress, now);
    return [progress.work!.phase, clock.unitsPerSecond] as const;
  });
  expect(new Set(rates.map((rate) => rate.join(' ')))).toEqual(
    new Set(['pretraining ', 'pretraining 60', 'training ', 'training 120', 'generating ', 'generating 15']),
  );
});

it('counts generations where a family does not work in steps', () => {
  const clock = new CellClock();
  clock.hear({ t: 10, generations: 99 }, 5000);
  expect(clock.secondsLeft).toBeUndefined();
  clock.hear({ t: 20, generations: 99 }, 6000);
  expect(clock.secondsLeft).toBeCloseTo(7.9, 9);
  expect(clock.unitsPerSecond).toBeUndefined();
});
