/** The commands and their options. What a command does is loaded when it is run, so that --help is quick. */
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option, type OutputConfiguration } from 'commander';
import type { DecomposeOptions } from './command/decompose.ts';
import type { ExportOptions } from './command/export.ts';
import type { ListOptions } from './command/list.ts';
import type { ProfileOptions } from './command/profile.ts';
import type { RunOptions } from './command/run.ts';
import type { VerifyOptions } from './command/verify.ts';

const exitCodesHelp = `
Exit codes:
  0   all done
  1   some cells failed, or a claim does not hold
  2   wrong usage or a wrong experiment file; nothing was run
  74  the store cannot be read or written; what was published is kept
  75  stopped by a signal with work left; the same command goes on
  130 and 143 (SIGINT, SIGTERM): stopped by a signal before a run had begun, or in another command

Results are kept in ./store of the workspace, or in the directory that COLLAPSE_STORE names.`;

/** `setExitCode` is called with the exit code of the command that was run. */
export function createProgram(setExitCode: (code: number) => void): Command {
  const program = new Command('collapse')
    .description(
      'A laboratory for model collapse: generative models trained, generation after generation, on their own output.',
    )
    .version(readVersion())
    .addHelpText('after', exitCodesHelp)
    .showHelpAfterError('(collapse --help lists what there is)')
    .configureOutput(asOneVoice)
    .exitOverride();
  const end = (code: number): void => setExitCode(code);
  addRun(program, end);
  addStatus(program, end);
  addReport(program, end);
  addProfile(program, end);
  addDecompose(program, end);
  addVerify(program, end);
  addStart(program, end);
  addList(program, end);
  addCompact(program, end);
  addExport(program, end);
  addDoctor(program, end);
  // Subcommands are made by addCommand here, so they inherit nothing unless told.
  for (const command of program.commands) {
    command
      .exitOverride()
      .configureOutput(asOneVoice)
      .showHelpAfterError(`(collapse ${command.name()} --help lists the options)`)
      .addOption(debug());
  }
  return program;
}

/** Errors of the option parser look like all others. What follows `--set a=1` looks to it like an experiment. */
const asOneVoice: OutputConfiguration = {
  outputError: (text, write) =>
    write(
      text
        .replace(/^error: /, 'collapse: ')
        .replace(/(Expected 1 argument but got .*)\n/, '$1 Each key=value needs a --set of its own.\n'),
    ),
};

type End = (code: number) => void;

const experimentArgument =
  'a folder under apps/experiments, a YAML file, or a folder with an experiment.yaml';

function addRun(program: Command, end: End): void {
  const run = program
    .command('run')
    .alias('sweep')
    .description(
      'Computes what is missing of an experiment. Run it again to go on after a stop, a failure or an extension.',
    )
    .argument('<experiment>', experimentArgument)
    .option('--threads <n>', 'workers at once (default: the cores)', positiveInteger)
    .addOption(
      new Option('--executor <name>', 'where cells are computed')
        .choices(['threads', 'processes', 'inline'])
        .default('threads'),
    )
    .option(
      '--memory <MiB>',
      'heap of a worker (default: that of the experiment, else of Node)',
      positiveInteger,
    )
    .option('--part <i/n>', 'only the i-th of n stable shares of the cells: one for each machine')
    .option('--dry-run', 'only say how many cells there are, how many are done, and the estimated cost')
    .option('--retry-failed', 'try cells again that failed in an earlier run')
    .option('--retry-artifacts', 'compute cells again whose pictures or texts are missing or damaged')
    .option('--retries <n>', 'further attempts after a failed one (default: that of the experiment)', natural)
    .option('--fail-fast', 'stop at the first cell that fails')
    .option('--max-first-failures <n>', 'stop when the first n cells all fail', positiveInteger, 10)
    .option('--only-cell <key>', 'only the cells whose key starts with this')
    .option('--quiet', 'no progress');
  withExperimentOptions(run).action(async (experiment: string, options: RunOptions) => {
    end(await (await import('./command/run.ts')).run(experiment, options));
  });
}

function addStatus(program: Command, end: End): void {
  const status = program
    .command('status')
    .description('Says how much of an experiment is done, and what failed.')
    .argument('[experiment]', `${experimentArgument} (default: all under apps/experiments)`)
    .option('--part <i/n>', 'of the i-th of n shares');
  withExperimentOptions(status).action(async (experiment: string | undefined, options) => {
    end(await (await import('./command/status.ts')).status(experiment, options));
  });
}

function addReport(program: Command, end: End): void {
  const report = program
    .command('report')
    .description('Writes the report of what is stored: one HTML file, and the figures as SVG and PNG.')
    .argument('<experiment>', experimentArgument)
    .option('--output <directory>', 'where to (default: reports/<name> of the workspace)');
  withExperimentOptions(report).action(async (experiment: string, options) => {
    end(await (await import('./command/report.ts')).report(experiment, options));
  });
}

function addProfile(program: Command, end: End): void {
  const profile = program
    .command('profile')
    .description(
      'Says which of the eight definitions of model collapse hold in each setting, and when tails and variance are lost.',
    )
    .argument('<experiment>', experimentArgument)
    .option('--details', 'why, for every setting (default: where there are three settings or fewer)')
    .option('--risk <metric>', 'the metric that is the population risk (default: the first known one)')
    .option('--threshold <name=value>', 'another threshold, such as catastrophic=3 (repeatable)', collect);
  withExperimentOptions(profile).action(async (experiment: string, options: ProfileOptions) => {
    end(await (await import('./command/profile.ts')).profile(experiment, options));
  });
}

function addDecompose(program: Command, end: End): void {
  const decompose = program
    .command('decompose')
    .description(
      'Shares out a distance among the sources of error that make it: statistical, expressivity, approximation, precision.',
    )
    .argument('<experiment>', experimentArgument)
    .option('--metric <name>', 'the distance (default: that of report.decompose)');
  withExperimentOptions(decompose).action(async (experiment: string, options: DecomposeOptions) => {
    end(await (await import('./command/decompose.ts')).decompose(experiment, options));
  });
}

function addVerify(program: Command, end: End): void {
  program
    .command('verify')
    .description('Measures the published claims: expected, measured, standard error, z, verdict.')
    .option('--list', 'number, cost and title of the claims, without measuring them')
    .option('--only <ids>', 'these claims, by number: 1,2,15', numberList)
    .addOption(
      new Option('--sampler <name>', 'only this sampler (default: each that a claim has)').choices([
        'statistics',
        'samples',
      ]),
    )
    .option(
      '--scale <factor>',
      'multiplies every number of replicates; of those planned at least 30 are run',
      positiveNumber,
      1,
    )
    .option(
      '--full',
      'settings that are too dear for every run, instead of the reduced ones; says first what it costs',
    )
    .option('--threads <n>', 'workers at once (default: the cores)', positiveInteger)
    .option('--json', 'print the results as JSON')
    .action(async (options: VerifyOptions) => {
      end(await (await import('./command/verify.ts')).verify(options));
    });
}

function addStart(program: Command, end: End): void {
  program
    .command('start')
    .description('Runs the flagship experiment, writes its report, and says where it is and what it shows.')
    .option('--threads <n>', 'workers at once (default: the cores)', positiveInteger)
    .option('--store <directory>', 'where results are kept')
    .action(async (options) => {
      end(await (await import('./command/start.ts')).start(options));
    });
}

function addList(program: Command, end: End): void {
  program
    .command('list')
    .description('Lists the experiments of the workspace.')
    .option('--store <directory>', 'where results are kept')
    .option('--json', 'print the list as JSON')
    .action(async (options: ListOptions) => {
      end(await (await import('./command/list.ts')).list(options));
    });
}

function addCompact(program: Command, end: End): void {
  program
    .command('compact')
    .description('Writes what is stored to one Parquet file, for other tools to read.')
    .option('--store <directory>', 'where results are kept')
    .option('--json', 'print what was written as JSON')
    .action(async (options) => {
      end(await (await import('./command/compact.ts')).compact(options));
    });
}

function addExport(program: Command, end: End): void {
  const command = program
    .command('export')
    .description('Writes a language model that was kept as a snapshot as a folder that other tools load.')
    .argument('<experiment>', experimentArgument)
    .requiredOption('--generation <t>', 'of which generation; it must be among the snapshots', natural)
    .requiredOption('--to <folder>', 'a new folder')
    .option('--cell <key>', 'the cell whose key starts with this (default: the only one)');
  withExperimentOptions(command).action(async (experiment: string, options: ExportOptions) => {
    end(await (await import('./command/export.ts')).exportSnapshot(experiment, options));
  });
}

/** What decides which cells there are, and where they are kept. */
function withExperimentOptions(command: Command): Command {
  return command
    .option('--seeds <n>', 'as many seeds instead of those of the file', positiveInteger)
    .option(
      '--generations <n>',
      'as many generations instead of those of the file; settings of a sweep with fewer keep theirs',
      natural,
    )
    .option(
      '--set <key=value>',
      'another value than that of the file, such as sizes.new=50 (repeatable)',
      collect,
    )
    .option('--store <directory>', 'where results are kept')
    .option('--json', 'print the result as JSON');
}

function debug(): Option {
  return new Option('--debug', 'print the stack of an error');
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a positive integer.');
}

function natural(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0 && text.trim() !== '') return value;
  throw new InvalidArgumentError('Expected an integer, 0 or more.');
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a positive number.');
}

function numberList(text: string): number[] {
  const values = text.split(',').map(Number);
  if (values.every((value) => Number.isSafeInteger(value) && value > 0)) return values;
  throw new InvalidArgumentError('Expected numbers of claims, such as 1,2,15.');
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function addDoctor(program: Command, end: End): void {
  program
    .command('doctor')
    .description(
      'Says what this machine can use to train neural families, and why something is not available.',
    )
    .option('--json', 'as JSON')
    .action(async (options: { readonly json?: boolean }) => {
      end(await (await import('./command/doctor.ts')).doctor(options));
    });
}
