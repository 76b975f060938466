/**
 * What a cell costs, from its parameters alone: the same on every machine, so that it can decide on the partition of
 * a sweep. Constants are of one core of about 2020, by the shipped experiments; they matter by their ratios.
 */
import {
  createPlanner,
  type RecordPolicy,
  recordedGenerations,
  type Sizes,
  scheduleAt,
  type WorkflowSpec,
} from '@collapse-lab/process';
import type { CellParameters } from './cell.ts';
import { mixtureFitPerPoint, mixtureRecord } from './estimate-mixture.ts';
import { estimateOpt } from './estimate-opt.ts';
import { estimateVae, type NetworkEstimate } from './estimate-vae.ts';

export interface CellEstimate {
  readonly seconds: number;
  /** Of working memory. */
  readonly bytes: number;
}

/** Seconds for a cell whatever it does: real data, planning, its part of a segment. */
const perCell = 3e-4;
/** Seconds for a generation whatever it does: the plan, the fit, the observers, a record. */
const perGeneration = 4e-6;
/** Seconds per d³ of a generation: factors of covariances; and their distances, where they are observed. */
const perCube = 5e-10;
const perCubeOfDistances = 2e-8;
/** Seconds per symbol of a categorical generation. */
const perSymbol = 1e-7;
/** Seconds per drawn point, and per number of it. */
const perPoint = 4e-7;
const perNumber = 1e-7;
/** Seconds per kernel of a density estimate at one test point. */
const perKernel = 1.2e-8;
/** Seconds for a cell of a user's own family, at least: its cost is not known, and this makes it a chunk of its own. */
const perUnknownCell = 0.1;
/** Of a worker before it has drawn anything. */
const baseBytes = 1_000_000;

/** The cells of a setting share their parameters, which are estimated once. */
const estimates = new WeakMap<CellParameters, CellEstimate>();

export function estimate(parameters: CellParameters): CellEstimate {
  const known = estimates.get(parameters);
  if (known !== undefined) return known;
  const made = estimateAnew(parameters);
  estimates.set(parameters, made);
  return made;
}

function estimateAnew(parameters: CellParameters): CellEstimate {
  const { generations, sampler, observers, family, record } = parameters;
  const { d, k } = shapeOf(parameters);
  const observed = observers.reduce(
    (sum, { samples }) => sum + (typeof samples === 'number' ? samples : 0),
    0,
  );
  const { trained, pool, models } = amountsOf(parameters);
  const fitted = sampler === 'samples' ? trained : 0;
  const drawn = observed + fitted;
  const mixture = family.kind === 'mixture';
  const perStep =
    perGeneration +
    d * d * d * (perCube + (observers.some(({ kind }) => kind === 'distances') ? perCubeOfDistances : 0)) +
    k * perSymbol +
    fitted * (mixture ? mixtureFitPerPoint(parameters, fitted, d) : perPoint + d * perNumber);
  const perRecord =
    (mixture ? mixtureRecord(parameters, d) : observed * (perPoint + d * perNumber)) +
    kernelsOf(parameters, trained) * perKernel;
  const records = recordCount(record as unknown as RecordPolicy, generations);
  const neural = neuralOf(parameters, d, trained);
  const held = (drawn + (sampler === 'samples' ? pool : 0)) * d + models * (d * d + k);
  const seconds = perCell + (generations + 1) * (perStep + neural.seconds) + records * perRecord;
  return {
    seconds: family.module === undefined ? seconds : Math.max(perUnknownCell, seconds),
    bytes: baseBytes + 8 * held + neural.bytes,
  };
}

/** Of a neural family: what a generation in the middle of the run takes. */
export function networkOf(parameters: CellParameters): NetworkEstimate {
  return neuralOf(parameters, shapeOf(parameters).d, amountsOf(parameters).trained);
}

/** Seconds of a generation, and bytes, of a family that an engine trains. */
function neuralOf(parameters: CellParameters, d: number, trained: number): NetworkEstimate {
  switch (parameters.family.kind) {
    case 'vae':
      return estimateVae(parameters, d, trained);
    case 'opt':
      return estimateOpt(parameters, d, trained);
    default:
      return { seconds: 0, bytes: 0 };
  }
}

/** How many generations are recorded; without a list of them, which may be long, where every one is. */
function recordCount(policy: RecordPolicy, generations: number): number {
  return policy === 'all' ? generations + 1 : recordedGenerations(policy, generations).length;
}

/** Pixels of the pictures of MNIST, which files of their format mostly have. */
const idxPixels = 784;

/** Real data in the plane by their kind. */
const planar: ReadonlySet<string> = new Set(['moons', 'circles', 'swiss-roll', 'mode-grid']);

/** Numbers per point (1 for symbols, the length of sequences) and symbols (0 for others). */
function shapeOf({ real }: CellParameters): { d: number; k: number } {
  const list = (option: string): readonly unknown[] => (real[option] as readonly unknown[] | undefined) ?? [];
  const first = (list('means')[0] ?? list('centres')[0]) as readonly number[] | undefined;
  const listed = first?.length ?? Math.max(planar.has(real.kind) ? 2 : 1, list('columns').length);
  const pixels = real.kind === 'glyphs' ? (real.side as number) * (real.side as number) : idxPixels;
  if (typeof real.length === 'number') return { d: real.length, k: 0 };
  const pictures = real.kind === 'glyphs' || real.kind === 'idx';
  const d = pictures ? pixels : typeof real.d === 'number' ? real.d : listed;
  return { d, k: typeof real.k === 'number' ? real.k : list('probabilities').length };
}

/** Kernels that a generation computes: of all points trained on, or of the new ones where the others are known. */
function kernelsOf({ observers, family, workflow, sizes }: CellParameters, trained: number): number {
  const places = observers.find(({ kind }) => kind === 'kde-likelihood')?.points;
  if (typeof places !== 'number') return 0;
  const fixed = typeof family.bandwidth === 'number' && family.scaling === 'none';
  const incremental = fixed && workflow.kind === 'accumulate';
  return places * (incremental ? scheduleAt((sizes as unknown as Sizes).new, 1) : trained);
}

/** Points a fit sees at the middle of the run; points in the pool, and models remembered, at its end. */
function amountsOf({
  workflow,
  sizes,
  generations,
}: CellParameters): Record<'trained' | 'pool' | 'models', number> {
  const named = sizes as unknown as Sizes;
  const { memory, trainingSize } = createPlanner(workflow as unknown as WorkflowSpec, named);
  const added = scheduleAt(named.new, Math.max(1, generations)) * generations;
  return {
    trained: trainingSize(Math.max(1, Math.round(generations / 2))),
    pool: named.initial + (memory.pool === 'none' ? 0 : added),
    models: memory.ancestors ? generations + 1 : 2,
  };
}
