/** Settings of an experiment as readers meet them: swept values reduced to words and numbers, and short labels. */
import { goldenWeight } from '@collapse-lab/process';
import type { Experiment, FactorialDecomposition } from '@collapse-lab/sweep';
import { formatTick } from '../text/number.ts';
import { valueLabel } from './groups.ts';
import type { Axis, Scalar, Setting } from './report-data.ts';

/** Plain data, as the experiment's swept values are. */
type Json = Experiment['settings'][number]['values'][string];

type Values = Readonly<Record<string, Json>>;

/** Fields by path; only what a setting needs. */
type SettingSource = Pick<Experiment['settings'][number], 'index' | 'values' | 'parameters'>;

export function readSettings(experiment: Pick<Experiment, 'axes' | 'settings'>): {
  axes: Axis[];
  naming: string[];
  settings: Setting[];
} {
  const { settings: sources } = experiment;
  const columns = experiment.axes.flatMap((path) => columnsOf(path, experiment.axes, sources));
  const axes = columns.map(({ path, scalars }) => ({
    path,
    label: axisLabel(path, experiment.axes),
    values: [...new Set(scalars.filter((value) => value !== undefined))],
  }));
  const naming = namingAxes(axes, columns, sources);
  const labels = sources.map((_, i) => labelOf(i, naming, columns));
  const settings = sources.map(({ index }, i) => ({
    index,
    label:
      labels.indexOf(labels[i]) === labels.lastIndexOf(labels[i])
        ? labels[i]
        : `${labels[i]} (setting ${index})`,
    values: Object.fromEntries(
      columns
        .filter(({ scalars }) => scalars[i] !== undefined)
        .map(({ path, scalars }) => [path, scalars[i] as Scalar]),
    ),
  }));
  return { axes, naming: naming.map((axis) => axis.path), settings };
}

interface Column {
  readonly path: string;
  /** Per setting; undefined where neither the sweep nor the parameters have it. */
  readonly scalars: readonly (Scalar | undefined)[];
  /** Whether the sweep sets it in every setting. */
  readonly everywhere: boolean;
}

/** A swept path as a column of scalars. Axes that do not vary are no axes; parts of an object that are axes are theirs. */
function columnsOf(path: string, all: readonly string[], sources: readonly SettingSource[]): Column[] {
  const raw = sources.map(
    (source) => source.values[path] ?? lookUp(source.parameters as unknown as Json, path),
  );
  const own = raw.map((value) => (value === undefined ? undefined : withoutParts(value, path, all)));
  const scalars = own
    .map((value) =>
      value === undefined ? undefined : scalarOf(nouns.has(path) ? withoutCommon(value, own) : value),
    )
    .map((value, i) => (path === 'workflow.weight' && value === 'golden' ? golden(sources[i]) : value));
  const everywhere = sources.every((source) => source.values[path] !== undefined);
  return new Set(scalars).size > 1 ? [{ path, scalars, everywhere }] : [];
}

/** The number that the golden weight is, so that it stands on the axis of the other weights. */
function golden({ parameters }: SettingSource): Scalar {
  const { real, new: synthetic } = parameters.sizes;
  if (typeof real !== 'number' || typeof synthetic !== 'number') return 'golden';
  return Number(goldenWeight(real / synthetic).toPrecision(3));
}

/** What has a name of its own: its options are told where they tell it from others of that name. */
const nouns: ReadonlySet<string> = new Set(['real', 'family']);

/** An object without the options that all others of its kind share. */
function withoutCommon(value: Json, all: readonly (Json | undefined)[]): Json {
  const kind = kindOf(value);
  if (kind === undefined) return value;
  const alike = all.filter((other) => other !== undefined && kindOf(other) === kind) as Values[];
  const varies = (name: string): boolean =>
    new Set(alike.map((other) => JSON.stringify(other[name]))).size > 1;
  return Object.fromEntries(
    Object.entries(value as Values).filter(([name]) => name === 'kind' || varies(name)),
  );
}

function kindOf(value: Json): Json | undefined {
  return value === null || typeof value !== 'object' || Array.isArray(value)
    ? undefined
    : (value as Values).kind;
}

function withoutParts(value: Json, path: string, all: readonly string[]): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const rest = Object.entries(value).filter(([name]) => !all.includes(`${path}.${name}`));
  return Object.fromEntries(rest);
}

function lookUp(parameters: Json, path: string): Json | undefined {
  let value: Json | undefined = parameters;
  for (const part of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    value = (value as Values)[part];
  }
  return value;
}

/** Objects become words: `mixture α 0.8, β 0.1, γ 0.1`; sizes that are all the same become their number. */
function scalarOf(value: Json): Scalar {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value))
    return value.every((each) => typeof each === 'string') ? value.join(', ') : JSON.stringify(value);
  const { kind, ...options } = value as Values;
  const numbers = Object.values(options);
  if (kind === undefined && typeof numbers[0] === 'number' && new Set(numbers).size === 1) return numbers[0];
  const words = Object.entries(options).map(([name, option]) => optionWords(name, option));
  return [...(typeof kind === 'string' ? [kind] : []), words.join(', ')]
    .filter((part) => part !== '')
    .join(' ');
}

function optionWords(name: string, value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return `${greek[name] ?? name} ${formatTick(value)}`;
  return `${greek[name] ?? name} ${typeof value === 'object' ? String(scalarOf(value)) : String(value)}`;
}

const greek: Readonly<Record<string, string>> = { alpha: 'α', beta: 'β', gamma: 'γ', samplingBias: 'λ' };

const labels: Readonly<Record<string, string>> = {
  'real.d': 'd',
  'real.k': 'k',
  sizes: 'n',
  'sizes.initial': 'initial points',
  'sizes.new': 'new points',
  'sizes.train': 'training points',
  'sizes.real': 'real points',
  'family.samplingBias': 'λ',
};

/** The name that readers know, else the shortest end of the path that no other axis has. */
function axisLabel(path: string, all: readonly string[]): string {
  const parts = path.split('.');
  const last = parts[parts.length - 1];
  const known = labels[path] ?? greek[last];
  if (known !== undefined) return known;
  return all.some((other) => other !== path && other.split('.').at(-1) === last) ? path : last;
}

/** Drops, from the last, axes that only some settings are given, as long as the others still tell all settings apart. */
function namingAxes(
  axes: readonly Axis[],
  columns: readonly Column[],
  sources: readonly SettingSource[],
): Axis[] {
  let kept = [...axes];
  const distinct = (candidates: readonly Axis[]): number =>
    new Set(sources.map((_, i) => labelOf(i, candidates, columns))).size;
  const all = distinct(axes);
  for (const axis of [...axes].reverse()) {
    const column = columns.find(({ path }) => path === axis.path)!;
    const without = kept.filter((each) => each !== axis);
    if (!column.everywhere && distinct(without) === all) kept = without;
  }
  // What is a word names a setting best: it comes first.
  const words = kept.filter((axis) => axis.values.some((value) => typeof value === 'string'));
  return [...words, ...kept.filter((axis) => !words.includes(axis))];
}

function labelOf(i: number, axes: readonly Axis[], columns: readonly Column[]): string {
  const parts = axes.flatMap((axis) => {
    const value = columns.find(({ path }) => path === axis.path)!.scalars[i];
    return value === undefined ? [] : [valueLabel(axis, value)];
  });
  return parts.length === 0 ? 'the only setting' : parts.join(', ');
}

/** The swept values of a factorial that are no error source, in words; empty where there is one factorial. */
export function factorialLabel(
  { values }: FactorialDecomposition,
  all: readonly FactorialDecomposition[],
): string {
  if (all.length === 1) return '';
  return Object.entries(values)
    .map(([path, value]) => {
      const scalar = scalarOf(value);
      return typeof scalar === 'string' ? scalar : `${path.split('.').at(-1)} = ${String(scalar)}`;
    })
    .join(', ');
}
