/**
 * A small family of sequences that does everything in steps: pretrains, trains and generates. Its models are weights of
 * the tokens; a sequence is a prompt (the first token of the row it is made for, where it is made for one) and draws.
 */
import { type Stream, uniformInteger } from '@collapse-lab/math';
import type {
  AnyFamily,
  Blobs,
  Data,
  Family,
  FitInput,
  Json,
  RealSource,
  SampleRequest,
  Sequences,
  Stepwise,
} from '@collapse-lab/models';

export interface Weights {
  readonly weights: readonly number[];
}

const length = 3;
const k = 5;
export const shape = { kind: 'sequences', length, k } as const;

export function sequencesSource(more: Partial<RealSource> = {}): RealSource {
  return {
    name: 'toy text',
    identity: 'toy text',
    shape,
    draw: (n, stream) => sequences(n, () => uniformInteger(stream, k)),
    ...more,
  };
}

export function sequences(n: number, token: (index: number) => number): Sequences {
  const values = Uint32Array.from({ length: n * length }, (_, i) => token(i));
  return { ...shape, n, values };
}

export interface Counts {
  pretrained: number;
  generated: number;
  trained: number;
}

export interface StepwiseOptions {
  /** Steps between two chances to stop. */
  readonly stride?: () => number;
  readonly prompts?: boolean;
  readonly validationSize?: number;
  /** Which of its ways in steps it has; all. */
  readonly without?: readonly ('train' | 'generate' | 'pretrain')[];
  /** How many steps were made. */
  readonly counts?: Counts;
  /** What fits were given. */
  readonly inputs?: FitInput<Weights, Sequences>[];
}

export function stepwiseFamily(options: StepwiseOptions = {}): AnyFamily {
  const { stride = () => 2, prompts = false, validationSize, without = [], inputs } = options;
  const counts = options.counts ?? { pretrained: 0, generated: 0, trained: 0 };
  const train = (input: FitInput<Weights, Sequences>, stream: Stream): Stepwise<Weights> => {
    inputs?.push(input);
    const start = input.base ?? input.previous ?? { weights: Array(k).fill(1) };
    const seen = input.validation === undefined ? [] : [...input.validation.values];
    return inSteps(7, stride, start.weights, (weights, step) => {
      counts.trained++;
      const drawn = uniformInteger(stream.split(step), input.train.values.length);
      weights[input.train.values[drawn]] += 1 / (step + 1);
      for (const token of seen) weights[token] += 1 / 1024;
    });
  };
  const generate = (model: Weights, request: SampleRequest, stream: Stream): Stepwise<Sequences> => {
    const tokens = inSteps(request.n, stride, Array<number>(request.n * length).fill(0), (all, i) => {
      counts.generated++;
      const own = stream.split(i);
      for (let j = 0; j < length; j++) all[i * length + j] = draw(model.weights, own);
      if (request.given !== undefined) all[i * length] = firstToken(request.given, i);
    });
    const whole = (): Sequences => {
      const { weights } = tokens.finish();
      return sequences(request.n, (i) => weights[i]);
    };
    return withResult(tokens, whole);
  };
  const pretrain = (): Stepwise<Weights> =>
    inSteps(5, stride, Array<number>(k).fill(1), (weights, step) => {
      counts.pretrained++;
      weights[step % k] += 1 / 3;
    });
  const family: Family<Weights, Sequences, never> = {
    name: 'stepwise',
    lawVersion: 1,
    shape,
    minimumSize: 1,
    fit: (input, stream) => train(input, stream).finish(),
    sample: (model, request, stream) => generate(model, request, stream).finish(),
    ...(prompts ? { conditional: 'fixed' as const } : {}),
    ...(validationSize === undefined ? {} : { validationSize }),
    ...(without.includes('train') ? {} : { train }),
    ...(without.includes('generate') ? {} : { generate }),
    ...(without.includes('pretrain') ? {} : { pretrain }),
    encode: ({ weights }, blobs) => encodeNumbers(weights, blobs),
    decode: (encoded, blobs) => ({ weights: decodeNumbers(encoded, blobs) }),
  };
  return family as unknown as AnyFamily;
}

/** Row i mod n, as families are told to. */
export function firstToken(given: Data, i: number): number {
  return given.values[(i % given.n) * length];
}

function draw(weights: readonly number[], stream: Stream): number {
  let left = stream.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const token = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return token < 0 ? k - 1 : token;
}

function inSteps(
  steps: number,
  stride: () => number,
  start: readonly number[],
  step: (numbers: number[], step: number) => void,
): Stepwise<Weights> {
  let numbers = [...start];
  let made = 0;
  const advance = (count: number): void => {
    for (const last = Math.min(steps, made + count); made < last; made++) step(numbers, made);
  };
  return {
    steps,
    get made() {
      return made;
    },
    get stride() {
      return stride();
    },
    get units() {
      return { name: 'tokens', made: made * length };
    },
    advance,
    finish: () => {
      advance(steps);
      return { weights: numbers };
    },
    encode: (blobs) => ({ made, numbers: encodeNumbers(numbers, blobs) }),
    restore: (encoded, blobs) => {
      const state = encoded as { made: number; numbers: Json };
      made = state.made;
      numbers = decodeNumbers(state.numbers, blobs);
    },
  };
}

function withResult(work: Stepwise<unknown>, finish: () => Sequences): Stepwise<Sequences> {
  const own = Object.getOwnPropertyDescriptors(work);
  return Object.defineProperties({}, { ...own, finish: { value: finish } }) as Stepwise<Sequences>;
}

function encodeNumbers(numbers: readonly number[], blobs: Blobs | undefined): Json {
  return blobs === undefined ? [...numbers] : blobs.put(new Uint8Array(Float64Array.from(numbers).buffer));
}

function decodeNumbers(encoded: Json, blobs: Blobs | undefined): number[] {
  if (Array.isArray(encoded)) return encoded as number[];
  return [...new Float64Array(blobs!.get(encoded as string).slice().buffer)];
}

/** Blobs in memory. */
export function memoryBlobs(): Blobs & { readonly names: () => string[] } {
  const kept = new Map<string, Uint8Array>();
  return {
    put: (bytes) => {
      const name = `blob ${[...bytes].join(' ')}`;
      kept.set(name, bytes.slice());
      return name;
    },
    get: (name) => kept.get(name)!,
    names: () => [...kept.keys()],
  };
}
