/**
 * Pictures of fitted densities over the generations: for each setting one lineage, the models kept as snapshots, for points
 * of one or two dimensions. Regions of highest density come from draws of the model: the level that a share of
 * them lies below. Each model is evaluated where it lies, so that one that has shrunk to a point is not lost between the
 * points of a grid; a few of its own points show what is narrower still.
 */
import { quantile, Stream } from '@collapse-lab/math';
import {
  type AnyFamily,
  type KdeFamily,
  type KdeModel,
  kde,
  type Points,
  type RealSource,
} from '@collapse-lab/models';
import { buildLineage, type Cell, type CellResult } from '@collapse-lab/sweep';

export type Interval = readonly [low: number, high: number];

export interface DensityPicture {
  /** Generation. */
  readonly t: number;
  /** d intervals: what the values cover. */
  readonly window: readonly Interval[];
  /** gridSize(d)^d log densities (nats) at the middles of the cells of the window, the first coordinate fastest. */
  readonly logDensity: readonly number[];
  /** Log densities at the edges of the regions of highest density that hold `regionShares`; empty where it is not finite. */
  readonly levels: readonly number[];
  /** Rows of d coordinates, drawn from the model: they show it where it is too narrow for the grid. */
  readonly points: readonly (readonly number[])[];
}

export interface DensityPictures {
  /** Index of the setting. */
  readonly setting: number;
  readonly seed: number;
  /** Lineages of the setting that are stored: this is one of them. */
  readonly lineages: number;
  readonly d: 1 | 2;
  /** Whether the family has no density of its own, so that it is estimated from draws. */
  readonly estimated: boolean;
  /** d intervals: where the real data and most of the models lie. */
  readonly frame: readonly Interval[];
  /** Rows of d coordinates, drawn from the real distribution; the same for all settings of one. */
  readonly real: readonly (readonly number[])[];
  readonly pictures: readonly DensityPicture[];
  /** Kernels that the estimates with more of them are drawn by; absent where there are none. */
  readonly kernels?: number;
}

/** Mass of each of the nested regions, the widest first. */
export const regionShares: readonly number[] = [0.99, 0.9, 0.5];

/** Points of the grid along each of d coordinates. */
export function gridSize(d: number): number {
  return d === 1 ? 400 : 120;
}

const realPoints = 150;
const modelPoints = 60;
const draws = 2000;
/** Kernels evaluated for one setting: about a second. */
const mostEvaluations = 1e8;
/** Models that spread far beyond the real data are cut off at this many times their width. */
const widestFrame = 4;

/** Undefined where points have more than two dimensions or are labels, or the cell kept no model. */
export async function densityPictures(
  cell: Cell,
  { snapshots }: CellResult,
  lineages: number,
): Promise<DensityPictures | undefined> {
  if (snapshots.length === 0) return undefined;
  const { spec } = await buildLineage(cell, { anyEngine: true });
  const { real, family } = spec;
  const { shape, conditional } = family;
  if (shape.kind !== 'points' || shape.d > 2 || conditional !== undefined) return undefined;
  const d = shape.d as 1 | 2;
  const shown = (real as RealSource<Points>).draw(realPoints, Stream.fromPath(['report', real.identity]));
  const fitted = snapshots.map(({ parameters }) => family.decode(parameters));
  const kernels = Math.ceil(mostEvaluations / (fitted.length * (draws + gridSize(d) ** d)));
  const models = snapshots.map(({ t }, i) => modelOf(family, t, withKernels(kernels, family, fitted[i])));
  const frame = frameOf(shown, models);
  return {
    setting: cell.settingIndex,
    seed: cell.seed,
    lineages,
    d,
    estimated: family.logDensity === undefined,
    frame,
    real: rows(shown, realPoints),
    pictures: models.map((model) => pictureOf(family, model, frame)),
    ...(fitted.some((model, i) => model !== models[i].model) && { kernels }),
  };
}

/** A kernel estimate with more points by that many of them, evenly spaced: a pool of 100 generations takes half a minute to draw. */
function withKernels(kernels: number, { name }: AnyFamily, model: unknown): unknown {
  if (name !== 'kde') return model;
  const { d, points, factor } = model as KdeModel;
  const n = points.length / d;
  if (n <= kernels) return model;
  const chosen = Array.from({ length: kernels }, (_, i) => Math.floor((i * n) / kernels) * d);
  return { d, points: Float64Array.from(chosen.flatMap((at) => [...points.subarray(at, at + d)])), factor };
}

function rows({ d, values }: Points, count: number): number[][] {
  return Array.from({ length: count }, (_, i) => [...values.subarray(i * d, (i + 1) * d)]);
}

interface Drawn {
  readonly t: number;
  readonly model: unknown;
  readonly points: Points;
}

function modelOf(family: AnyFamily, t: number, model: unknown): Drawn {
  const points = family.sample(model, { n: draws }, Stream.fromPath(['report', 'density', t])) as Points;
  return { t, model, points };
}

/** The middle of the real data and of the models, a little wider, with as much of one unit on both axes. */
function frameOf(real: Points, models: readonly Drawn[]): Interval[] {
  const frame = Array.from({ length: real.d }, (_, axis) => {
    const [low, high] = spread(real, axis, 0.01);
    const most = ((widestFrame - 1) / 2) * (high - low);
    const ends = models.map(({ points }) => spread(points, axis, 0.01));
    const from = Math.min(low, ...ends.map((end) => Math.max(end[0], low - most)));
    const to = Math.max(high, ...ends.map((end) => Math.min(end[1], high + most)));
    return widened([from, to], 1.3);
  });
  const widest = Math.max(...frame.map(([low, high]) => high - low));
  return frame.map((each) => widened(each, widest / (each[1] - each[0])));
}

function spread(points: Points, axis: number, outside: number): Interval {
  const x = coordinate(points, axis);
  return [quantile(x, outside), quantile(x, 1 - outside)];
}

function coordinate({ n, d, values }: Points, axis: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => values[i * d + axis]);
}

function widened([low, high]: Interval, factor: number): Interval {
  const [middle, half] = [(low + high) / 2, ((high - low) / 2) * factor];
  return [middle - half, middle + half];
}

function pictureOf(
  family: AnyFamily,
  { t, model, points }: Drawn,
  frame: readonly Interval[],
): DensityPicture {
  const density = densityOf(family, model, points);
  const at = density(points).filter((value) => Number.isFinite(value));
  const levels = at.length < draws ? [] : regionShares.map((share) => quantile(at, 1 - share));
  const window = frame.map((whole, axis) => overlap(widened(spread(points, axis, 0), 1.2), whole));
  const grid = gridOf(window, gridSize(window.length));
  const logDensity = levels.length === 0 ? [] : [...density(grid)];
  return { t, window, logDensity, levels, points: rows(points, modelPoints) };
}

/**
 * Log densities of points: of the model, or of a kernel estimate from its draws. Its kernels are four times narrower than
 * Scott's rule has it, which is for one normal cloud and would fill the gaps between several.
 */
function densityOf(family: AnyFamily, model: unknown, drawn: Points): (points: Points) => Float64Array {
  if (family.logDensity !== undefined) return (points) => family.logDensity!(model, points);
  const scott = kernelEstimate('scott', drawn.d);
  const wide = scott.fit({ train: drawn }, stream);
  const factor = wide.factor.map((value) => value / 4);
  return (points) => scott.logDensity!({ ...wide, factor }, points);
}

/** Kernel estimates draw nothing when they are fitted. */
const stream = Stream.fromPath(['report', 'kernels']);

function kernelEstimate(bandwidth: 'scott', d: number): KdeFamily {
  return kde.create({ bandwidth, scaling: 'covariance' }, { kind: 'points', d }) as KdeFamily;
}

/** The whole where nothing overlaps. */
function overlap([low, high]: Interval, whole: Interval): Interval {
  const [from, to] = [Math.max(low, whole[0]), Math.min(high, whole[1])];
  return from < to ? [from, to] : whole;
}

function gridOf(window: readonly Interval[], size: number): Points {
  const d = window.length;
  const n = d === 1 ? size : size * size;
  const values = new Float64Array(n * d);
  for (let i = 0; i < n; i++)
    for (let axis = 0; axis < d; axis++) {
      const index = axis === 0 ? i % size : Math.floor(i / size);
      const [low, high] = window[axis];
      values[i * d + axis] = low + ((high - low) * (index + 0.5)) / size;
    }
  return { kind: 'points', n, d, values };
}
