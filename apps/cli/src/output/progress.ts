/** How a sweep is going: a bar on a terminal, a plain line every few seconds elsewhere. Written to standard error. */
import type { Progress } from '@collapse-lab/sweep';
import { formatDuration } from './format.ts';

export interface ProgressView {
  update(progress: Progress): void;
  /** Prints above the bar, or between the lines. */
  print(text: string): void;
  end(): void;
}

/** Between two plain lines, in milliseconds. */
const LINE_INTERVAL = 3000;
/** Between two drawings of the bar. */
const BAR_INTERVAL = 100;

export async function createProgressView(options: { quiet: boolean }): Promise<ProgressView> {
  if (options.quiet) return quietView;
  return process.stderr.isTTY ? barView() : lineView();
}

/** `312/500 done, 2 failed, 14.2 cells/s, eta 13 s`. */
export function progressLine({ done, total, failed, rate, secondsLeft }: Progress): string {
  const finished = done + failed >= total;
  const eta =
    secondsLeft === undefined || finished
      ? []
      : [`eta ${formatDuration(Math.max(1, Math.ceil(secondsLeft)))}`];
  return [`${done}/${total} done`, `${failed} failed`, `${formatRate(rate)} cells/s`, ...eta].join(', ');
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
  let shown = performance.now();
  return {
    ...quietView,
    update: (progress) => {
      const now = performance.now();
      if (now - shown < LINE_INTERVAL) return;
      shown = now;
      console.error(progressLine(progress));
    },
  };
}

async function barView(): Promise<ProgressView> {
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: '{bar} {line}',
    barsize: 30,
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
