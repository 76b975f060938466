/** The generation of sequences, batch by batch: can be stored between two of them. */
import type { Stream } from '@collapse-lab/math';
import type { Sequences } from '../../data/data.ts';
import type { Json } from '../../family/json.ts';
import { decodeObject } from '../../family/json-numbers.ts';
import type { Blobs, Stepwise } from '../../family/training.ts';
import { requireCount } from '../../network/require-count.ts';
import { decodeWords, encodeWords } from '../../network/stored-bytes.ts';
import type { Prompts } from '../decoding/next-tokens.ts';

export interface GenerationStart {
  readonly n: number;
  /** New tokens of each. */
  readonly length: number;
  readonly k: number;
  /** Sequences of a step. */
  readonly batch: number;
  /** The prompt of sequence i, in place of `into`. */
  prompt(i: number, into: Uint32Array): void;
  readonly promptLength: number;
  /** n × length new tokens. */
  continuations(prompts: Prompts, streams: readonly Stream[]): Uint32Array;
  /** Its child (i) is for sequence i. */
  readonly stream: Stream;
}

export class OptGeneration implements Stepwise<Sequences> {
  readonly steps: number;
  readonly stride = 1;
  readonly #start: GenerationStart;
  readonly #values: Uint32Array;
  #made = 0;

  constructor(start: GenerationStart) {
    this.#start = start;
    this.steps = Math.ceil(start.n / start.batch);
    this.#values = new Uint32Array(start.n * start.length);
  }

  get made(): number {
    return this.#made;
  }

  get units(): { readonly name: string; readonly made: number } {
    return { name: 'tokens', made: this.#sequences() * this.#start.length };
  }

  #sequences(): number {
    return Math.min(this.#start.n, this.#made * this.#start.batch);
  }

  advance(steps: number): void {
    const last = Math.min(this.steps, this.#made + steps);
    while (this.#made < last) this.#step();
  }

  #step(): void {
    const { n, batch, length, promptLength, stream } = this.#start;
    const from = this.#sequences();
    const size = Math.min(batch, n - from);
    const values = new Uint32Array(size * promptLength);
    for (let i = 0; i < size; i++)
      this.#start.prompt(from + i, values.subarray(i * promptLength, (i + 1) * promptLength));
    const streams = Array.from({ length: size }, (_, i) => stream.split(from + i));
    const prompts = { n: size, length: promptLength, values };
    this.#values.set(this.#start.continuations(prompts, streams), from * length);
    this.#made++;
  }

  finish(): Sequences {
    this.advance(this.steps);
    const { n, length, k } = this.#start;
    return { kind: 'sequences', n, length, k, values: this.#values.slice() };
  }

  encode(blobs?: Blobs): Json {
    const done = this.#values.slice(0, this.#sequences() * this.#start.length);
    return { made: this.#made, tokens: encodeWords(done, blobs) };
  }

  restore(encoded: Json, blobs?: Blobs): void {
    const { made, tokens } = decodeObject('generation', encoded);
    requireCount('generation.made', made, this.steps);
    const size = Math.min(this.#start.n, made * this.#start.batch) * this.#start.length;
    this.#values.set(decodeWords('generation.tokens', tokens, size, blobs));
    this.#made = made;
  }
}
