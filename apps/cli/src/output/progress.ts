/** How a sweep is going: a bar on a terminal, a plain line every few seconds elsewhere. Written to standard error. */
import type { Progress, RunningCell } from '@collapse-lab/sweep';
import { formatDuration } from './format.ts';

export interface ProgressView {
  update(progress: Progress): void;
  /** Prints above the bar, or between the lines. */
  print(text: string): void;
  end(): void;
}

/** Between two plain lines, in milliseconds, at first; in a long run a 100th of the time so far, up to a minute. */
const LINE_INTERVAL = 3000;
const LONGEST_LINE_INTERVAL = 60_000;
/** Characters of a line with a long cell. */
const LONG_LINE = 70;
/** Between two drawings of the bar. */
const BAR_INTERVAL = 100;

export async function createProgressView(options: { quiet: boolean }): Promise<ProgressView> {
  if (options.quiet) return quietView;
  return process.stderr.isTTY ? barView() : lineView();
}

/** `312/500 done, 2 failed, 14.2 cells/s, eta 13 s`, and how far the cells are that take long. */
export function progressLine({
  done,
  total,
  failed,
  rate,
  secondsLeft,
  running,
  computed,
}: Progress): string {
  const finished = done + failed >= total;
  const eta = secondsLeft === undefined || finished ? [] : [`eta ${formatEta(secondsLeft)}`];
  const speed = computed === 0 && running.length > 0 ? [] : [`${formatRate(rate)} cells/s`];
  const failures = failed === 0 && running.length > 0 ? [] : [`${failed} failed`];
  const line = [`${done}/${total} done`, ...failures, ...speed, ...eta].join(', ');
  if (running.length === 0) return line;
  const more = running.length > 1 ? [`and ${running.length - 1} more`] : [];
  return [line, [runningCell(running[0]), ...more].join(' ')].join('; ');
}

/** `generation 2 of 9: training 43 %, 1250 tokens/s`. */
function runningCell({ t, generations, work, unitsPerSecond, secondsLeft }: RunningCell): string {
  const of = `generation ${Math.min(t + 1, generations)} of ${generations}`;
  const eta = secondsLeft === undefined ? [] : [`${formatEta(secondsLeft)} left`];
  if (work === undefined) return [of, ...eta].join(', ');
  const { phase, made, steps, units } = work;
  const share = `${phase} ${Math.floor((100 * made) / Math.max(1, steps))} %`;
  const speed =
    unitsPerSecond === undefined || units === undefined
      ? []
      : [`${formatRate(unitsPerSecond)} ${units.name}/s`];
  return `${phase === 'pretraining' ? '' : `${of}: `}${[share, ...speed, ...eta].join(', ')}`;
}

function formatEta(seconds: number): string {
  return formatDuration(Math.max(1, Math.ceil(seconds)));
}

function formatRate(rate: number): string {
  return rate >= 100 ? String(Math.round(rate)) : rate.toPrecision(3).replace(/\.?0+$/, '');
}

const quietView: ProgressView = {
  update: () => {},
  print: (text) => console.error(text),
  end: () => {},
};

function lineView(): ProgressView {
  const start = performance.now();
  let shown = start;
  return {
    ...quietView,
    update: (progress) => {
      const now = performance.now();
      const interval = Math.min(LONGEST_LINE_INTERVAL, Math.max(LINE_INTERVAL, (now - start) / 100));
      if (now - shown < interval) return;
      shown = now;
      console.error(progressLine(progress));
    },
  };
}

async function barView(): Promise<ProgressView> {
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: '{bar} {line}',
    barsize: Math.min(30, Math.max(10, (process.stderr.columns ?? 80) - LONG_LINE)),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    // Signals are ours: a stop is announced, and the bar goes on until the running cells are safe.
    gracefulExit: false,
    fps: 1000 / BAR_INTERVAL,
  });
  let last: Progress | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  const draw = (progress: Progress): void => {
    const line = progressLine(progress);
    if (last === undefined) bar.start(progress.total, progress.done, { line });
    else bar.update(progress.done, { line });
    last = progress;
    drawn = performance.now();
  };
  return {
    update: (progress) => {
      if (last === undefined || performance.now() - drawn >= BAR_INTERVAL) draw(progress);
      else last = progress;
    },
    print: (text) => {
      // The bar owns its line: clear it, print, and let the next drawing put it back below.
      if (last !== undefined) process.stderr.write('\r\u001b[K');
      console.error(text);
      if (last !== undefined) draw(last);
    },
    end: () => {
      if (last === undefined) return;
      draw(last);
      bar.stop();
    },
  };
}
