/** What is wrong in an experiment file. All of it is found before anything runs, and told at once. */
import { CollapseLabError } from '@collapse-lab/math';
import { distance } from 'fastest-levenshtein';

/** A path in the YAML: keys and list positions. */
export type YamlPath = readonly (string | number)[];

export interface ExperimentProblem {
  /** Dotted, as in the file: `sizes.new`, `sweep[0].grid`. */
  readonly path: string;
  /** From 1; absent where the file has no place for it. */
  readonly line?: number;
  /** The option of the command line that brought the value, instead of a line. */
  readonly option?: string;
  /** Absent where something is missing or a key is unknown. */
  readonly got?: unknown;
  /** A noun phrase, or a whole clause for what cannot be said as one. */
  readonly expected: string;
  /** What to do, as whole sentences. */
  readonly remedy?: string;
  /** Data that the user brings are not there: nothing else is wrong. */
  readonly absentData?: true;
  /** Where only some settings of the sweep are wrong: how many, and the first of them. */
  readonly settings?: { readonly count: number; readonly of: number; readonly first: string };
}

/** In the message; `problems` has all. A wrong pattern in a long sweep is understood from fewer. */
const mostTold = 50;

/** An experiment file that cannot be run, with everything that is wrong with it. */
export class ExperimentError extends CollapseLabError {
  override readonly name: string = 'ExperimentError';
  readonly file: string;
  readonly problems: readonly ExperimentProblem[];

  constructor(file: string, problems: readonly ExperimentProblem[]) {
    const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`;
    const lines = sorted.slice(0, mostTold).map((problem) => `  ${describeProblem(problem)}`);
    const untold = sorted.length - lines.length;
    const rest = untold > 0 ? [`  and ${untold} more`] : [];
    super([`${file}: ${count}`, ...lines, ...rest].join('\n'));
    this.file = file;
    this.problems = sorted;
  }
}

/** One line: `line 7, workflow.kind: got "acumulate", expected one of …. Did you mean "accumulate"?`. */
export function describeProblem(problem: ExperimentProblem): string {
  const { path, line, option, expected, remedy, settings } = problem;
  const named = option?.includes(path) ? undefined : path;
  const place = [option ?? (line === undefined ? undefined : `line ${line}`), named]
    .filter(Boolean)
    .join(', ');
  const got = 'got' in problem ? `got ${showValue(problem.got)}, expected ${expected}` : expected;
  const where =
    settings === undefined
      ? ''
      : ` (in ${settings.count} of ${settings.of} settings, first: ${settings.first})`;
  return `${place === '' ? '' : `${place}: `}${got}${where}.${remedy === undefined ? '' : ` ${remedy}`}`;
}

/** `sweep[0].grid.sizes.new` from its parts; keys that contain dots are already paths. */
export function dotted(path: YamlPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

const longestValue = 60;

/** A value as a reader of the file knows it, shortened. */
export function showValue(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`;
}

/** Other names of the same things, where no spelling leads from one to the other. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  gaussian: ['normal', 'gaussian'],
  normal: ['gaussian', 'gaussian-moments'],
  uniform: ['uniform-categorical'],
  multinomial: ['categorical'],
  discrete: ['categorical'],
  zipf: ['zipf-mandelbrot'],
  gmm: ['gaussian-mixture', 'mixture'],
  moments: ['gaussian-moments'],
  wasserstein: ['distances'],
  csv: ['file'],
  jsonl: ['file'],
  'kernel-density': ['kde'],
  ols: ['linear-regression'],
  regression: ['linear-regression'],
  classifier: ['logistic-regression'],
};

/** The known word that means the same, or the nearest one that is near enough to have been meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.includes(word)) return word;
  const lower = word.toLowerCase();
  const same = Object.hasOwn(synonyms, lower) ? synonyms[lower] : [];
  return same.find((one) => known.includes(one)) ?? nearestSpelling(word, known);
}

function nearestSpelling(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    if (d <= limit && (best === undefined || d < best.distance)) best = { word: candidate, distance: d };
  }
  return best?.word ?? known.find((candidate) => word.length > 2 && candidate.includes(word));
}

/** Words that are an option of a known one. */
const optionsOf: Readonly<Record<string, string>> = {
  ridge: 'linear-regression',
};

/** `Did you mean "accumulate"?`, or nothing. */
export function suggestion(word: unknown, known: readonly string[]): string | undefined {
  const owner = typeof word === 'string' && Object.hasOwn(optionsOf, word) ? optionsOf[word] : undefined;
  if (owner !== undefined && known.includes(owner)) return `${word} is an option of ${owner}.`;
  const meant = typeof word === 'string' ? nearest(word, known) : undefined;
  return meant === undefined || meant === word ? undefined : `Did you mean "${meant}"?`;
}
