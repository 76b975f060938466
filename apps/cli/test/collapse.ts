/** Runs the command as a user does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/collapse.js', import.meta.url));

/** Root of the workspace. */
export const workspace: string = fileURLToPath(new URL('../../..', import.meta.url));

/** The family of packages/sweep that makes trouble on demand. */
const troublesomeModule = join(workspace, 'packages/sweep/test/fixtures/troublesome-family.mjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard error contains the text. */
  said(text: string): Promise<void>;
}

export interface Place {
  readonly directory: string;
  readonly store: string;
  /** Path of the experiment file, named as in `experiment`. */
  readonly file: string;
  run(...options: string[]): Running;
  collapse(...options: string[]): Promise<Ended>;
}

/** A temporary directory with an experiment and a store of its own. Commands run in the workspace. */
export function makePlace(experiment: object): Place & { remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'collapse-cli-'));
  const file = join(directory, 'experiment.yaml');
  const store = join(directory, 'store');
  writeFileSync(file, JSON.stringify(experiment));
  const run = (...options: string[]): Running => start(options, store);
  return {
    directory,
    file,
    store,
    run,
    collapse: (...options) => run(...options).ended,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function start(options: readonly string[], store: string): Running {
  const child = spawn(process.execPath, [program, ...options], {
    cwd: workspace,
    env: { ...process.env, COLLAPSE_STORE: store, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output.stderr.includes(text)) resolve();
      };
      child.stderr.on('data', look);
      child.on('close', () => reject(new Error(`it ended without saying ${text}: ${output.stderr}`)));
      look();
    });
  return { child, ended, said };
}

/** Six cheap cells. */
export const small = {
  name: 'small',
  real: { kind: 'normal', d: 1 },
  family: { kind: 'gaussian', ddof: 0 },
  workflow: { kind: 'replace' },
  sizes: { initial: 20, new: 20 },
  generations: 5,
  seeds: 3,
  sweep: [{ grid: { 'workflow.kind': ['replace', 'accumulate'] } }],
};

/** Cells of the troublesome family, one per entry. */
export function troublesome(list: readonly Record<string, unknown>[], more: object = {}): object {
  return {
    name: 'troublesome',
    real: { kind: 'normal', d: 1 },
    family: { module: troublesomeModule },
    workflow: { kind: 'replace' },
    sizes: { initial: 20, new: 20 },
    generations: 3,
    sampler: 'samples',
    observe: [{ kind: 'tails', samples: 100 }],
    retries: 0,
    sweep: [
      {
        list: list.map((setting) =>
          Object.fromEntries(Object.entries(setting).map(([name, value]) => [`family.${name}`, value])),
        ),
      },
    ],
    ...more,
  };
}
