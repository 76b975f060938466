/** The line that says how a sweep is going. */
import type { Cell, Progress, RunningCell } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';
import { progressLine } from '../dist/output/progress.js';

const short: Progress = {
  total: 500,
  done: 312,
  computed: 300,
  failed: 2,
  rate: 14.23,
  secondsLeft: 13,
  running: [],
};
const cell = {} as Cell;
const work = { phase: 'training', made: 43, steps: 100, units: { name: 'tokens', made: 9000 } } as const;
const long: RunningCell = { cell, t: 1, generations: 9, work, unitsPerSecond: 1250.4, secondsLeft: 600 };

it.each<readonly [string, Partial<Progress>]>([
  ['312/500 done, 2 failed, 14.2 cells/s, eta 13 s', {}],
  ['312/500 done, 2 failed, 14.2 cells/s', { secondsLeft: undefined }],
  [
    '312/500 done, 2 failed, 14.2 cells/s, eta 13 s; generation 2 of 9: training 43 %, 1250 tokens/s, 10 min left',
    { running: [long] },
  ],
  [
    '0/4 done; pretraining 43 %, 12.5 tokens/s and 1 more',
    {
      ...{ done: 0, computed: 0, failed: 0, total: 4, rate: 0, secondsLeft: undefined },
      running: [
        { cell, t: -1, generations: 9, work: { ...work, phase: 'pretraining' }, unitsPerSecond: 12.5 },
        long,
      ],
    },
  ],
  [
    '312/500 done, 2 failed, 14.2 cells/s, eta 13 s; generation 9 of 9',
    { running: [{ cell, t: 9, generations: 9 }] },
  ],
])('%s', (line, progress) => {
  expect(progressLine({ ...short, ...progress })).toBe(line);
});
