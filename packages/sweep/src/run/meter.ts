/**
 * How far a sweep is and how long it will take. Cells of one setting cost about the same, so what is left is
 * predicted from the measured mean of its setting; of a setting not measured yet, from its estimate times the
 * measured ratio of time to estimate. Later cells weigh more: the first ones of a worker are slow, while its code
 * is loaded and compiled. A long cell says itself how far it is; while none is measured, such cells give the ratio.
 */
import type { Cell } from '../cell/cell.ts';
import { CellClock, type CellProgress } from './cell-clock.ts';

export interface Progress {
  /** Cells asked for. */
  readonly total: number;
  /** Finished, in this run or before. */
  readonly done: number;
  /** Finished in this run. */
  readonly computed: number;
  /** Failed for good in this run, or before and not tried again. */
  readonly failed: number;
  /** Cells computed per second so far. */
  readonly rate: number;
  /** Expected seconds until the end; undefined until enough is measured. */
  readonly secondsLeft: number | undefined;
  /** Cells that are computed now and take long, the first of them first. */
  readonly running: readonly RunningCell[];
}

export interface RunningCell extends CellProgress {
  readonly cell: Cell;
  /** Of what `work` counts. */
  readonly unitsPerSecond?: number;
  /** Expected seconds until its end; absent until enough is measured. */
  readonly secondsLeft?: number;
}

interface RunningMeter {
  readonly cell: Cell;
  readonly start: number;
  readonly clock: CellClock;
}

interface SettingMeter {
  readonly estimate: number;
  left: number;
  measured: number;
  /** Weighted mean of a cell. */
  seconds: number;
  /** Spent in its cells. */
  spent: number;
}

/** Least weight of a new measurement. */
const NEWEST = 0.2;
/** What is left of the weight of a measurement, in the ratio of time to estimate, after another one. */
const FADING = 0.95;
/** Cells of a worker that say too little of the time between cells. */
const FEW_CELLS = 10;
/** Seconds before the time left is told: the first when many cells are measured, the second in any case. */
const PATIENCE = { many: 2, few: 10 };

export class Meter {
  readonly #total: number;
  readonly #doneBefore: number;
  readonly #failedBefore: number;
  readonly #concurrency: number;
  readonly #now: () => number;
  readonly #start: number;
  readonly #settings = new Map<number, SettingMeter>();
  readonly #running = new Map<string, RunningMeter>();
  readonly #settled = new Map<string, 'computed' | 'failed'>();
  #computed = 0;
  /** Spent in cells. */
  #seconds = 0;
  #failed = 0;
  #measuredSeconds = 0;
  #measuredEstimate = 0;
  /** Predicted seconds left of settings that have been measured. */
  #predicted = 0;
  /** Estimated seconds left of settings that have not. */
  #estimated = 0;

  /** `now`: milliseconds of a monotonic clock. */
  constructor(options: {
    total: number;
    done: number;
    failed: number;
    concurrency: number;
    missing: readonly Cell[];
    estimate: (cell: Cell) => number;
    now?: () => number;
  }) {
    this.#total = options.total;
    this.#doneBefore = options.done;
    this.#failedBefore = options.failed;
    this.#concurrency = options.concurrency;
    this.#now = options.now ?? (() => performance.now());
    this.#start = this.#now();
    for (const cell of options.missing) {
      const known = this.#settings.get(cell.settingIndex);
      if (known === undefined)
        this.#settings.set(cell.settingIndex, {
          estimate: options.estimate(cell),
          left: 1,
          measured: 0,
          seconds: 0,
          spent: 0,
        });
      else known.left++;
    }
    for (const setting of this.#settings.values()) this.#add(setting, 1);
  }

  started(cell: Cell): void {
    this.#running.set(cell.key, { cell, start: this.#now(), clock: new CellClock() });
  }

  heard(cell: Cell, progress: CellProgress): void {
    if (!this.#running.has(cell.key)) this.started(cell);
    this.#running.get(cell.key)!.clock.hear(progress, this.#now());
  }

  /** True for a cell heard of for the first time. */
  computed(cell: Cell, milliseconds: number): boolean {
    this.#running.delete(cell.key);
    const before = this.#settled.get(cell.key);
    if (before === 'computed') return false;
    this.#settled.set(cell.key, 'computed');
    this.#computed++;
    if (before === 'failed') {
      this.#failed--;
      return true;
    }
    const setting = this.#settings.get(cell.settingIndex)!;
    this.#add(setting, -1);
    setting.left--;
    const seconds = milliseconds / 1000;
    setting.measured++;
    setting.spent += seconds;
    this.#seconds += seconds;
    setting.seconds += (seconds - setting.seconds) * Math.max(NEWEST, 1 / setting.measured);
    this.#measuredSeconds = FADING * this.#measuredSeconds + seconds;
    this.#measuredEstimate = FADING * this.#measuredEstimate + setting.estimate;
    this.#add(setting, 1);
    return true;
  }

  /** It is not computed any more. */
  stopped(cell: Cell): void {
    this.#running.delete(cell.key);
  }

  /** For good. */
  failed(cell: Cell): void {
    const before = this.#settled.get(cell.key);
    if (before === 'failed') return;
    this.#settled.set(cell.key, 'failed');
    this.#failed++;
    if (before === 'computed') {
      this.#computed--;
      return;
    }
    const setting = this.#settings.get(cell.settingIndex)!;
    this.#add(setting, -1);
    setting.left--;
    this.#add(setting, 1);
  }

  progress(): Progress {
    const elapsed = (this.#now() - this.#start) / 1000;
    const many = this.#computed >= FEW_CELLS * this.#concurrency;
    const left = elapsed >= (many ? PATIENCE.many : PATIENCE.few) ? this.#secondsLeft(elapsed) : undefined;
    return {
      total: this.#total,
      done: this.#doneBefore + this.#computed,
      computed: this.#computed,
      failed: this.#failedBefore + this.#failed,
      rate: elapsed > 0 ? this.#computed / elapsed : 0,
      secondsLeft: left,
      running: this.#runningCells(),
    };
  }

  #secondsLeft(elapsed: number): number | undefined {
    const ratio = this.#ratio();
    if (ratio === undefined) return undefined;
    const left = (this.#predicted + this.#estimated * ratio) * this.#timeBetweenCells(elapsed);
    const done = this.#known().reduce((sum, { cell, secondsLeft }) => {
      const { measured, seconds, estimate } = this.#settings.get(cell.settingIndex)!;
      return sum + Math.max(0, (measured > 0 ? seconds : estimate * ratio) - secondsLeft);
    }, 0);
    const longest = Math.max(0, ...this.#known().map(({ secondsLeft }) => secondsLeft));
    return Math.max(0, longest, (left - done) / this.#concurrency);
  }

  /** Time to estimate: of the cells that are measured, else of those that say how long they will take. */
  #ratio(): number | undefined {
    if (this.#measuredEstimate > 0) return this.#measuredSeconds / this.#measuredEstimate;
    const known = this.#known();
    if (known.length === 0) return undefined;
    const seconds = known.reduce((sum, { elapsed, secondsLeft }) => sum + elapsed + secondsLeft, 0);
    return (
      seconds / known.reduce((sum, { cell }) => sum + this.#settings.get(cell.settingIndex)!.estimate, 0)
    );
  }

  /** Running cells whose end is foreseen. */
  #known(): { readonly cell: Cell; readonly elapsed: number; readonly secondsLeft: number }[] {
    return [...this.#running.values()].flatMap(({ cell, start, clock }) => {
      const { secondsLeft } = clock;
      return secondsLeft === undefined ? [] : [{ cell, elapsed: (this.#now() - start) / 1000, secondsLeft }];
    });
  }

  #runningCells(): RunningCell[] {
    return [...this.#running.values()].flatMap(({ cell, clock }) => {
      const { progress, unitsPerSecond, secondsLeft } = clock;
      if (progress === undefined) return [];
      const rate = unitsPerSecond === undefined ? {} : { unitsPerSecond };
      return [{ cell, ...progress, ...rate, ...(secondsLeft === undefined ? {} : { secondsLeft }) }];
    });
  }

  /** What the cells of each setting took: index of the setting, cells, seconds. */
  durations(): { setting: number; cells: number; seconds: number }[] {
    return [...this.#settings]
      .filter(([, { measured }]) => measured > 0)
      .map(([setting, { measured, spent }]) => ({ setting, cells: measured, seconds: spent }));
  }

  /** Time that passes for each second spent in cells: publishing, starting workers, waiting for a core. */
  #timeBetweenCells(elapsed: number): number {
    if (this.#computed < FEW_CELLS * this.#concurrency) return 1;
    return Math.max(1, (elapsed * this.#concurrency) / this.#seconds);
  }

  #add(setting: SettingMeter, sign: 1 | -1): void {
    if (setting.measured > 0) this.#predicted += sign * setting.left * setting.seconds;
    else this.#estimated += sign * setting.left * setting.estimate;
  }
}
