/** The `collapse` command: runs the program and turns what goes wrong into a message and an exit code. */
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';

/** `argv` as in `process.argv`. Resolves with the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  ignoreClosedPipes();
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

/** A reader that has seen enough (`collapse list | head`) must not end a sweep. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
