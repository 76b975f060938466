/** The inputs that labels are made for: given ones, used in turn, or new ones from the law of p_0. */
import { InvalidArgumentError, type Stream } from '@collapse-lab/math';
import type { DataShape, Points } from '../data/data.ts';
import { describeShape } from '../data/data-shape.ts';
import { checkSize } from '../data/make-data.ts';
import type { SampleRequest } from '../family/family.ts';
import type { Inputs } from '../real/real-source.ts';

/** d of rows (x_1 … x_d, y). */
export function inputCount(family: string, shape: DataShape): number {
  if (shape.kind !== 'points' || shape.d < 2)
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: `points of 2 coordinates or more: ${family} is fitted to rows of inputs and, last, their label`,
    });
  return shape.d - 1;
}

/** n × (d + 1): rows of inputs with a zero in the place of the label. */
export function drawInputs(
  family: string,
  d: number,
  { n, given }: SampleRequest,
  inputs: Inputs | undefined,
  stream: Stream,
): Points {
  checkSize('request.n', n);
  const source = given === undefined ? fresh(family, n, inputs, stream) : checkGiven(given, d, n);
  const values = new Float64Array(n * (d + 1));
  let row = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) values[i * (d + 1) + j] = source.values[row * source.d + j];
    row = row + 1 === source.n ? 0 : row + 1;
  }
  return { kind: 'points', n, d: d + 1, values };
}

function fresh(family: string, n: number, inputs: Inputs | undefined, stream: Stream): Points {
  if (inputs !== undefined) return inputs.draw(n, stream);
  throw new InvalidArgumentError({
    argument: 'request.given',
    got: undefined,
    expected: 'inputs to label',
    remedy: `Create ${family} with the real data as third argument, and with real data whose inputs have a law.`,
  });
}

function checkGiven(given: NonNullable<SampleRequest['given']>, d: number, n: number): Points {
  const fits = given.kind === 'points' && (given.d === d || given.d === d + 1) && (given.n > 0 || n === 0);
  if (fits) return given as Points;
  throw new InvalidArgumentError({
    argument: 'request.given',
    got: { kind: given.kind, n: given.n, ...(given.kind === 'points' ? { d: given.d } : {}) },
    expected: `at least one point of ${d} inputs, or of ${d} inputs and a label that is not read`,
  });
}
