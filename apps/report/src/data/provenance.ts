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
  const runs = runsOf(notes, experiment).sort((a, b) => (textOf(a.at) < textOf(b.at) ? -1 : 1));
  const commands = [...new Set(runs.map(commandText))].filter((command) => command !== '');
  const last = runs[runs.length - 1]?.argv;
  const options = carried(Array.isArray(last) ? last.slice(2).map(String) : []);
  const report = ['npx collapse report', experiment, ...options].join(' ');
  return ['npm ci', ...(commands.length > 0 ? commands : [`npx collapse run ${experiment}`]), report];
}

const decidingOptions = ['--store', '--seeds', '--generations', '--set'];

/** The options that say which results are meant. */
function carried(words: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    const [name] = word.split('=');
    if (!decidingOptions.includes(name)) return [];
    return (word === name ? [word, words[i + 1] ?? ''] : [word]).map(quoted);
  });
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
