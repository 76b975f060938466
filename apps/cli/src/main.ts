/** The `collapse` command: runs the program and turns what goes wrong into a message and an exit code. */
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';

/** `argv` as in `process.argv`. Resolves with the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const broken = watchStreams();
  const exitCode = await execute(argv);
  await flushed(process.stdout);
  const error = broken();
  if (error === undefined) return exitCode;
  const message = `standard output cannot be written: ${error.message}. What was stored is kept.`;
  console.error(`collapse: ${message}`);
  return unwritable;
}

/** The exit code `store` of @collapse-lab/sweep, which is loaded only by commands that need it. */
const unwritable = 74;

async function execute(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    // Commander has printed its message; help and version end with code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { exitCodeOfError, reportError } = await import('./output/report-error.ts');
    reportError(error, { debug: argv.includes('--debug') });
    return exitCodeOfError(error);
  }
}

/**
 * Nothing that happens to its output may end a sweep. A reader that has seen enough (`collapse list | head`) is no
 * error; the first other error of standard output is returned. There is nowhere to tell those of standard error.
 */
function watchStreams(): () => Error | undefined {
  let broken: Error | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') broken ??= error;
  });
  process.stderr.on('error', () => {});
  return () => broken;
}

/** When all that was written before has been written, or has failed. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
