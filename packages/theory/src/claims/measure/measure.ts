/** Runs the experiments of a claim and compares. */
import { Stream } from '@collapse-lab/math';
import { ensemble } from '@collapse-lab/process';
import type { Check, ClaimSampler } from '../claim.ts';
import { compare } from './compare.ts';
import {
  type Expectation,
  type Experiment,
  generationsOf,
  plannedReplicates,
  replicatesAt,
  type Simulation,
} from './experiment.ts';
import { modelMetrics, type Reading } from './quantity.ts';
import { specOf } from './setting.ts';

/** Recorded numbers that are held at once: 16 MB. */
const heldNumbers = 2e6;

export interface MeasureRequest {
  readonly claim: number;
  readonly experiment: Experiment;
  readonly sampler: ClaimSampler;
  readonly scale: number;
  readonly full: boolean;
}

/** One check per expectation; none where the experiment does not run under this sampler. */
export function measureExperiment({ claim, experiment, sampler, scale, full }: MeasureRequest): Check[] {
  const planned = plannedReplicates(experiment, sampler, full);
  if (planned === undefined) return [];
  const replicates = replicatesAt(planned, scale);
  const root = Stream.fromPath(['claims', claim, experiment.label, sampler]);
  const values =
    experiment.simulation === undefined
      ? valuesOf(experiment, sampler, root, replicates)
      : simulatedValues(experiment.simulation, experiment.expectations, root, replicates);
  return experiment.expectations.map((expectation, i) => ({
    what: describe(experiment, expectation),
    ...compare(expectation, values[i]),
  }));
}

/** Per expectation, its quantity for every replicate of a process of the claim's own; replicate i from root.split(i). */
function simulatedValues(
  simulation: Simulation,
  expectations: readonly Expectation[],
  root: Stream,
  replicates: number,
): Float64Array[] {
  const values = expectations.map(() => new Float64Array(replicates));
  for (let i = 0; i < replicates; i++) {
    const read = simulation.run(root.split(i));
    expectations.forEach(({ quantity, t }, e) => {
      values[e][i] = quantity.value(read, t);
    });
  }
  return values;
}

/** The same of an ensemble of lineages. Runs in blocks, so that long records do not pile up. */
function valuesOf(
  experiment: Exclude<Experiment, { simulation: Simulation }>,
  sampler: ClaimSampler,
  root: Stream,
  replicates: number,
): Float64Array[] {
  const { expectations, setting } = experiment;
  const at = generationsRead(expectations);
  const names = [...new Set(expectations.flatMap(({ quantity }) => quantity.metrics))];
  const known = Object.assign({}, modelMetrics, ...expectations.map(({ quantity }) => quantity.own));
  const metrics = Object.fromEntries(names.map((name) => [name, known[name]]));
  const block = Math.max(1, Math.floor(heldNumbers / (at.length * names.length)));
  const request = {
    spec: specOf(setting, sampler),
    root,
    replicates,
    generations: generationsOf(experiment),
    at,
    metrics,
  };
  const values = expectations.map(() => new Float64Array(replicates));
  for (let from = 0; from < replicates; from += block) {
    const count = Math.min(block, replicates - from);
    const recorded = ensemble({ ...request, from, count }).values;
    readBlock(expectations, at, recorded, { from, count, values });
  }
  return values;
}

function readBlock(
  expectations: readonly Expectation[],
  at: readonly number[],
  recorded: Readonly<Record<string, Float64Array[]>>,
  { from, count, values }: { from: number; count: number; values: Float64Array[] },
): void {
  const column = new Map(at.map((t, j) => [t, j]));
  for (let i = 0; i < count; i++) {
    const read: Reading = (metric, t) => recorded[metric][column.get(t)!][i];
    expectations.forEach(({ quantity, t }, e) => {
      values[e][from + i] = quantity.value(read, t);
    });
  }
}

function generationsRead(expectations: readonly Expectation[]): number[] {
  const all = expectations.flatMap(({ quantity, t }) => quantity.reads?.(t) ?? [t]);
  return [...new Set(all)].sort((a, b) => a - b);
}

const functional: Record<Expectation['test'], string> = {
  mean: 'E ',
  'heavy-tailed mean': 'E ',
  'at most': 'E ',
  'at least': 'E ',
  above: 'E ',
  median: 'median ',
  'median within a factor': 'median ',
  probability: '',
  shares: '',
};

function describe(experiment: Experiment, { test, quantity, t }: Expectation): string {
  const when = quantity.when?.(t) ?? `t = ${t}`;
  const of = quantity.name.startsWith('P(') ? '' : functional[test];
  return `${of}${quantity.name}; ${experiment.describe}, ${when}`;
}
