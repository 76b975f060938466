/** Provenance from the journals of the store, each fact once, in a fixed order. */
import type { JournalEntry } from '@collapse-lab/sweep';
import type { ProvenanceFact } from './report-data.ts';

/** Of the runs of this experiment; entries of other kinds and experiments are passed over. */
export function provenanceFacts(notes: readonly JournalEntry[], experiment: string): ProvenanceFact[] {
  const runs = runsOf(notes, experiment);
  const times = runs.flatMap(({ at }) => (typeof at === 'string' ? [at] : [])).sort();
  const span = times.length === 0 ? [] : [...new Set([times[0], times[times.length - 1]])];
  const facts: [string, string[]][] = [
    ['commit', runs.map(commitText)],
    ['collapse-lab', runs.map(({ version }) => textOf(version))],
    ['packages', runs.map(packagesText)],
    ['Node', runs.map(({ node }) => textOf(node))],
    ['operating system', runs.map(({ os }) => textOf(os))],
    ['processor', runs.map(processorText)],
    ['executor', runs.map(executorText)],
    ['commands', runs.map(commandText)],
    ['runs begun', [span.join(' to ')]],
  ];
  return facts
    .map(([name, values]) => ({ name, values: [...new Set(values.filter((value) => value !== ''))].sort() }))
    .filter(({ values }) => values.length > 0);
}

/** `@collapse-lab/math 0.1.0, …`: what the numbers depend on. */
function packagesText({ packages }: JournalEntry): string {
  return Object.entries(packages ?? {})
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

/** The distinct commands that computed something for the experiment, and the one that reports what the last did. */
export function reproducingCommands(notes: readonly JournalEntry[], experiment: string): string[] {
  const commands = [...new Set(inOrder(notes, experiment).map(commandText))].filter(
    (command) => command !== '',
  );
  const options = optionsOfLastRun(notes, experiment) ?? [];
  const report = ['npx collapse report', experiment, ...options].join(' ');
  return ['npm ci', ...(commands.length > 0 ? commands : [`npx collapse run ${experiment}`]), report];
}

/** Runs what the last run did once more, with one option more. */
export function commandOfLastRun(notes: readonly JournalEntry[], experiment: string, more: string): string {
  return ['npx collapse run', experiment, ...(optionsOfLastRun(notes, experiment) ?? []), more].join(' ');
}

const decidingOptions = ['--store', '--seeds', '--generations', '--set'];

/** `--seeds 3`, …: what the last run of the experiment was told about which results are meant; undefined where it was never run. */
export function optionsOfLastRun(notes: readonly JournalEntry[], experiment: string): string[] | undefined {
  const argv = inOrder(notes, experiment).at(-1)?.argv;
  if (!Array.isArray(argv)) return undefined;
  const words = argv.map(String);
  return words.flatMap((word, i) => {
    const [name, ...value] = word.split('=');
    if (!decidingOptions.includes(name)) return [];
    return [`${name} ${quoted(word === name ? (words[i + 1] ?? '') : value.join('='))}`];
  });
}

function inOrder(notes: readonly JournalEntry[], experiment: string): JournalEntry[] {
  return runsOf(notes, experiment).sort((a, b) => (textOf(a.at) < textOf(b.at) ? -1 : 1));
}

function runsOf(notes: readonly JournalEntry[], experiment: string): JournalEntry[] {
  return notes.filter((entry) => entry.kind === 'run' && entry.experiment === experiment);
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function commitText({ commit, dirty }: JournalEntry): string {
  if (typeof commit !== 'string') return 'unknown: not in a git repository';
  return dirty === true ? `${commit}, with uncommitted changes` : commit;
}

function processorText({ cpu, cores }: JournalEntry): string {
  return textOf(cpu) === '' ? '' : `${textOf(cpu)}, ${textOf(cores)} logical cores`;
}

function executorText({ executor, threads }: JournalEntry): string {
  return textOf(executor) === '' ? '' : `${textOf(executor)}, ${textOf(threads)} at once`;
}

/** Without the paths of Node and of the program: they say nothing on another machine. */
function commandText({ argv }: JournalEntry): string {
  if (!Array.isArray(argv)) return '';
  return ['npx collapse', ...argv.slice(2).map((word) => quoted(String(word)))].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
