/** `collapse decompose`: what each source of error adds to a distance, by generation. */
import { type Effect, type EffectPoint, whatWouldTell } from '@collapse-lab/process';
import {
  decomposeExperiment,
  exitCodes,
  type FactorialDecomposition,
  sweepStatus,
} from '@collapse-lab/sweep';
import { finiteJson } from '../output/finite-json.ts';
import { describeSetting } from '../output/setting.ts';
import { formatTable } from '../output/table.ts';
import { UsageError } from '../output/usage-error.ts';
import { load } from '../run/load.ts';
import { nothingStored } from '../run/nothing-stored.ts';
import { type ExperimentOptions, sameCommand } from '../run/rerun-command.ts';

export interface DecomposeOptions extends ExperimentOptions {
  readonly metric?: string;
  readonly json?: boolean;
}

export async function decompose(experiment: string, options: DecomposeOptions): Promise<number> {
  const loaded = await load(experiment, options);
  const { file, store } = loaded;
  const { metric } = options;
  if (loaded.experiment.report.decompose === undefined)
    throw new UsageError(
      `${loaded.experiment.name} lists no sources of error: add report.decompose (metric, sources) to ${file}; see apps/cli/README.md.`,
    );
  const found = await decomposeExperiment(loaded.experiment, store, metric === undefined ? {} : { metric });
  if (found.length === 0 && (await sweepStatus(loaded.experiment, store)).done === 0)
    throw await nothingStored('decompose', loaded, options);
  if (found.length === 0)
    throw new UsageError(
      `no seed of ${loaded.experiment.name} has all combinations of errors in ${store.directory} yet. Run it first: ${sameCommand(file, options)}`,
    );
  if (options.json === true) console.log(JSON.stringify(found, finiteJson));
  else for (const each of found) console.log(describe(each));
  return exitCodes.done;
}

function describe(found: FactorialDecomposition): string {
  const { values, metric, sources, seeds, decomposition } = found;
  const { none, all, contributions, effects, level } = decomposition;
  const shown = shownIndices(none);
  const columns = [
    { title: '' },
    ...shown.map((j) => ({ title: `t = ${none[j].t}`, align: 'right' as const })),
  ];
  const row = (name: string, points: readonly EffectPoint[]): string[] => [
    name,
    ...shown.map((j) => withLimits(points[j])),
  ];
  const alone = effects.filter((effect) => effect.sources.length === 1);
  const together = effects.filter((effect) => effect.sources.length > 1 && matters(effect));
  return [
    `${[describeSetting(values), `${metric}, ${seeds.length} seeds, ${100 * level} % limits`].filter((part) => part !== '').join(': ')}`,
    ...sources.map((each) => `  ${each.name}: ${each.path} ${plain(each.without)} → ${plain(each.with)}`),
    formatTable(columns, [
      row('no error', none),
      row('all errors', all),
      ...contributions.map(({ source, points }) => row(`share of ${source}`, points)),
      ...alone.map(({ sources: [source], points }) => row(`${source} alone`, points)),
      ...together.map((effect) => row(effect.sources.join(' + '), effect.points)),
    ]),
    'Shares (Shapley values) add up to the difference of the first two rows. Alone: that error and no other. Sets: what they do',
    'together beyond their subsets; those are left out whose limits at the end hold zero, and one in twenty is listed by chance.',
    ...inWords(found),
    '',
  ].join('\n');
}

/** At most five generations: the first, the last, and between. */
function shownIndices(points: readonly EffectPoint[]): number[] {
  const last = points.length - 1;
  return [...new Set([0, 1, 2, 3, 4].map((i) => Math.round((i * last) / 4)))];
}

function matters({ points }: Effect): boolean {
  const { low, high } = points[points.length - 1];
  return low > 0 || high < 0;
}

function withLimits({ estimate, low, high }: Omit<EffectPoint, 't'>): string {
  return Number.isNaN(low) ? short(estimate) : `${short(estimate)} [${short(low)}, ${short(high)}]`;
}

const short = (value: number): string => (value === 0 ? '0' : String(Number(value.toPrecision(3))));

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether the words of Shumailov et al. (2024) hold. */
function inWords({ metric, statements }: FactorialDecomposition): string[] {
  if (statements.length === 0)
    return [`What the paper says of error is about distances to p_0, and not judged by ${metric}.`];
  return statements.map(({ statement, verdict, reason, ...needs }) =>
    `"${statement}": ${verdict}. ${reason} ${whatWouldTell(needs)}`.trimEnd(),
  );
}
