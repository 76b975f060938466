/** `collapse decompose`: what each source of error adds to a distance, by generation. */
import type { Effect, EffectPoint } from '@collapse-lab/process';
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

function describe({ values, metric, sources, seeds, decomposition }: FactorialDecomposition): string {
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
    'together beyond their subsets; those are left out whose limits hold zero in every generation.',
    ...papersWords(decomposition.effects),
    '',
  ].join('\n');
}

/** At most five generations: the first, the last, and between. */
function shownIndices(points: readonly EffectPoint[]): number[] {
  const last = points.length - 1;
  return [...new Set([0, 1, 2, 3, 4].map((i) => Math.round((i * last) / 4)))];
}

function matters({ points }: Effect): boolean {
  return points.some(({ low, high }) => low > 0 || high < 0);
}

function withLimits({ estimate, low, high }: Omit<EffectPoint, 't'>): string {
  return Number.isNaN(low) ? short(estimate) : `${short(estimate)} [${short(low)}, ${short(high)}]`;
}

const short = (value: number): string => (value === 0 ? '0' : String(Number(value.toPrecision(3))));

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A change by less than this share of the effect at the beginning counts as none. */
const margin = 0.1;

/** Shumailov et al. (2024): expressivity alone acts at the first generation only; statistical error vanishes with the sample size. */
function papersWords(effects: readonly Effect[]): string[] {
  const alone = (source: string): Effect | undefined =>
    effects.find(({ sources }) => sources.length === 1 && sources[0] === source);
  const expressivity = alone('expressivity');
  const statistical = alone('statistical');
  return [
    ...(expressivity === undefined ? [] : [firstGenerationOnly(expressivity)]),
    ...(statistical === undefined ? [] : [vanishes(statistical)]),
  ];
}

function firstGenerationOnly({ points, change }: Effect): string {
  const least = margin * Math.abs(points[0].estimate);
  const verdict =
    change.low > -least && change.high < least
      ? 'holds'
      : change.low > least || change.high < -least
        ? 'does not hold'
        : 'cannot be told';
  return `"Expressivity alone acts at the first generation only": ${verdict} (alone ${withLimits(points[0])} at t = ${points[0].t}; change to t = ${points[points.length - 1].t}: ${withLimits(change)}).`;
}

function vanishes({ points }: Effect): string {
  const last = points[points.length - 1];
  const verdict =
    last.low > 0 ? 'holds as far as it goes' : last.high < 0 ? 'does not hold' : 'cannot be told';
  return `"Statistical error vanishes with the sample size": ${verdict} (the small sample adds ${withLimits(last)} at t = ${last.t}).`;
}
