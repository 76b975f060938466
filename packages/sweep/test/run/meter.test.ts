/** The meter on a clock of its own. */
import type { Cell } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';
import { Meter } from '../../dist/run/meter.js';

function cellOf(settingIndex: number, seed: number): Cell {
  return { key: `${settingIndex}/${seed}`, settingIndex, seed } as Cell;
}

/** Two settings of ten cells; the estimate takes the second for three times as dear. */
function tenAndTen(concurrency: number, clock: { now: number }): { meter: Meter; cells: Cell[] } {
  const cells = [0, 1].flatMap((setting) => Array.from({ length: 10 }, (_, seed) => cellOf(setting, seed)));
  const meter = new Meter({
    total: 25,
    done: 4,
    failed: 1,
    concurrency,
    missing: cells,
    estimate: (cell) => (cell.settingIndex === 0 ? 1 : 3),
    now: () => clock.now,
  });
  return { meter, cells };
}

it('knows nothing of the time left before anything is measured', () => {
  const { meter } = tenAndTen(1, { now: 0 });
  expect(meter.progress()).toEqual({
    total: 25,
    done: 4,
    computed: 0,
    failed: 1,
    rate: 0,
    secondsLeft: undefined,
    running: [],
  });
});

it('predicts unmeasured settings by the measured ratio of time to estimate', () => {
  const clock = { now: 0 };
  const { meter, cells } = tenAndTen(2, clock);
  meter.computed(cells[0], 10_000);
  clock.now = 10_000;
  // Nine more at 10 s, and ten estimated at three times as much, on two workers.
  const secondsLeft = (9 * 10 + 10 * 30) / 2;
  expect(meter.progress()).toMatchObject({ done: 5, computed: 1, rate: 0.1, secondsLeft });
});

it('predicts measured settings by their own mean', () => {
  const clock = { now: 0 };
  const { meter, cells } = tenAndTen(1, clock);
  meter.computed(cells[0], 1000);
  meter.computed(cells[1], 3000);
  meter.computed(cells[10], 500);
  clock.now = 10_000;
  expect(meter.progress().secondsLeft).toBeCloseTo(8 * 2 + 9 * 0.5, 9);
});

it('counts a failed cell as settled, and a cell that is computed again once', () => {
  const clock = { now: 0 };
  const { meter, cells } = tenAndTen(1, clock);
  clock.now = 10_000;
  expect(meter.computed(cells[0], 1000)).toBe(true);
  expect(meter.computed(cells[0], 1000)).toBe(false);
  meter.failed(cells[1]);
  expect(meter.progress()).toMatchObject({ done: 5, computed: 1, failed: 2, secondsLeft: 8 * 1 + 10 * 3 });
});

it('ends at zero', () => {
  const clock = { now: 0 };
  const { meter, cells } = tenAndTen(1, clock);
  for (const cell of cells) meter.computed(cell, 100);
  clock.now = 2000;
  expect(meter.progress().secondsLeft).toBeCloseTo(0, 9);
});

it('waits two seconds before it tells the time left, and ten where few cells are measured', () => {
  const clock = { now: 0 };
  const { meter, cells } = tenAndTen(1, clock);
  const known = (now: number): boolean => {
    clock.now = now;
    return meter.progress().secondsLeft !== undefined;
  };
  meter.computed(cells[0], 100);
  expect([1900, 9900, 10_000].map(known)).toEqual([false, false, true]);
  for (const cell of cells.slice(1, 10)) meter.computed(cell, 100);
  expect([1900, 2000].map(known)).toEqual([false, true]);
});

it('forgets the slow first cells of a setting', () => {
  const clock = { now: 0 };
  const { meter, cells } = tenAndTen(1, clock);
  meter.computed(cells[0], 10_000);
  for (const cell of cells.slice(1, 9)) meter.computed(cell, 1000);
  clock.now = 18_000;
  // A plain mean would say 2 s for the tenth cell: with weights of at least a fifth it is 1 + 9·(1/5)·0.8^4 s.
  const tenth = 1 + (9 / 5) * 0.8 ** 4;
  for (const cell of cells.slice(10)) meter.computed(cell, 1);
  expect(meter.progress().secondsLeft).toBeCloseTo(tenth, 9);
});

it('counts the time between cells once enough cells are measured', () => {
  const clock = { now: 0 };
  const { meter, cells } = tenAndTen(1, clock);
  for (const cell of cells.slice(0, 10)) meter.computed(cell, 1000);
  clock.now = 15_000;
  // Ten cells of one second took 15 s; ten are left, estimated at three times as much.
  expect(meter.progress().secondsLeft).toBeCloseTo(10 * 3 * 1.5, 9);
});

it('asks a long cell how long it will take, while none is measured', () => {
  const clock = { now: 0 };
  const { meter, cells } = tenAndTen(2, clock);
  meter.started(cells[0]);
  meter.heard(cells[0], { t: 0, generations: 99 });
  clock.now = 20_000;
  expect(meter.progress()).toMatchObject({ secondsLeft: undefined, running: [{ t: 0, generations: 99 }] });
  meter.heard(cells[0], { t: 20, generations: 99 });
  // 79 generations of a second are left of it, of about 99; nine cells like it, and ten of three times as much.
  const [left, whole] = [79, 99];
  const secondsLeft = (left + 9 * whole + 10 * 3 * whole) / 2;
  expect(meter.progress().secondsLeft).toBeCloseTo(secondsLeft, 9);
  expect(meter.progress().running).toEqual([{ cell: cells[0], t: 20, generations: 99, secondsLeft: left }]);
  meter.computed(cells[0], 100_000);
  expect(meter.progress().running).toEqual([]);
});

it('says no less than the longest cell needs', () => {
  const clock = { now: 0 };
  const cell = cellOf(0, 0);
  const options = { total: 1, done: 0, failed: 0, concurrency: 8, missing: [cell], estimate: () => 1 };
  const meter = new Meter({ ...options, now: () => clock.now });
  meter.started(cell);
  meter.heard(cell, { t: 0, generations: 9 });
  clock.now = 10_000;
  meter.heard(cell, { t: 1, generations: 9 });
  expect(meter.progress().secondsLeft).toBe(80);
  meter.stopped(cell);
  expect(meter.progress()).toMatchObject({ secondsLeft: undefined, running: [] });
});
