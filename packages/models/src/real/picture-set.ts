/** p_0 = the empirical distribution of a set of pictures, with the class of each where it is known. */
import { InvalidArgumentError, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { takeRows } from '../data/rows.ts';
import { dataSetSource, drawIndices } from './data-set.ts';
import { divide } from './held-out.ts';
import type { LabelledPoints, Labels, Picture, RealSource } from './real-source.ts';

export interface PictureSetOptions {
  /** A content hash of pictures and labels: what makes two sets the same. */
  readonly identity: string;
  readonly picture: Picture;
  /** n × (height × width × channels) intensities, 0 … 255, row by row. */
  readonly intensities: Uint8Array;
  /** n. */
  readonly classes?: Uint8Array;
  /** Fresh draws are made with replacement instead of in disjoint slices (false). */
  readonly bootstrap?: boolean;
  /** How many pictures are set apart for tests, chosen at random: they do not belong to p_0 then (0). */
  readonly heldOut?: number;
}

/**
 * Pictures with intensities from 0 to 1. d = height × width × channels.
 *
 * @throws InvalidArgumentError where the sizes do not fit
 */
export function pictureSetSource(options: PictureSetOptions): RealSource<Points> {
  const { identity, picture, intensities, classes, bootstrap = false, heldOut = 0 } = options;
  const d = picture.height * picture.width * picture.channels;
  const n = intensities.length / d;
  if (!Number.isInteger(n))
    throw new InvalidArgumentError({
      argument: 'intensities',
      got: `${intensities.length} bytes`,
      expected: `a multiple of ${d}, the size of a picture`,
    });
  if (classes !== undefined && classes.length !== n)
    throw new InvalidArgumentError({
      argument: 'classes',
      got: `${classes.length} labels`,
      expected: `${n}, one for each picture`,
    });
  const points: Points = { kind: 'points', n, d, values: Float64Array.from(intensities, scaled) };
  const source = dataSetSource({ identity, data: points, bootstrap, heldOut });
  const left = heldOut === 0 ? classes : classes && pick(classes, divide(n, heldOut, identity).kept);
  return {
    ...source,
    name: 'pictures',
    picture,
    ...(left === undefined ? {} : { labels: labelsOf(source.points!, left) }),
  };
}

function pick(classes: Uint8Array, rows: Uint32Array): Uint8Array {
  return Uint8Array.from(rows, (row) => classes[row]);
}

const scaled = (byte: number): number => byte / 255;

function labelsOf(points: Points, classes: Uint8Array): Labels {
  const most = classes.reduce((largest, label) => Math.max(largest, label), 0);
  const take = (indices: Float64Array): LabelledPoints => {
    const chosen = Uint8Array.from(indices, (index) => classes[index]);
    return { points: takeRows(points, indices), classes: chosen, styles: new Uint8Array(indices.length) };
  };
  return {
    classes: Array.from({ length: most + 1 }, (_, label) => String(label)),
    styles: [{ name: 'plain', probability: 1 }],
    draw: (n: number, stream: Stream) => take(drawIndices(points.n, n, stream)),
    all: { points, classes, styles: new Uint8Array(points.n) },
  };
}
