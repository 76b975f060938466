/** The training of one model, step by step: can be stored between any two steps and goes on bit for bit. */
import { CollapseLabError, fillNormal, type Stream } from '@collapse-lab/math';
import type { Session } from '@collapse-lab/tensor';
import type { Points } from '../data/data.ts';
import type { Json } from '../family/json.ts';
import { decodeObject } from '../family/json-numbers.ts';
import type { Training } from '../family/training.ts';
import { Batches } from './batches.ts';
import { bytesToText, textToBytes } from './float-text.ts';
import type { VaeModel } from './vae-model.ts';
import type { VaeOptions } from './vae-options.ts';

const purpose = { order: 1, noise: 2 } as const;

/** The loss is no number any more. */
export class DivergedTrainingError extends CollapseLabError {
  override readonly name: string = 'DivergedTrainingError';

  constructor(loss: number, step: number, learningRate: number) {
    super(
      `step ${step}: the loss is ${loss}, expected a finite number: the training has diverged. Lower learningRate ` +
        `(${learningRate}).`,
    );
  }
}

export class VaeTraining implements Training<VaeModel> {
  readonly steps: number;
  #made = 0;
  readonly #session: Session;
  readonly #batches: Batches;
  readonly #stream: Stream;
  readonly #noise: Float64Array;
  readonly #learningRate: number;

  constructor(session: Session, options: VaeOptions, train: Points, stream: Stream) {
    this.steps = Math.max(1, Math.round((options.epochs * train.n) / options.batch));
    this.#session = session;
    this.#batches = new Batches(train, options.batch, stream.split(purpose.order));
    this.#stream = stream;
    this.#noise = new Float64Array(options.batch * options.latent);
    this.#learningRate = options.learningRate;
  }

  get made(): number {
    return this.#made;
  }

  advance(steps: number): void {
    const last = Math.min(this.steps, this.#made + steps);
    while (this.#made < last) this.#step();
  }

  #step(): void {
    const noise = fillNormal(this.#stream.split(purpose.noise, this.#made), this.#noise);
    const { loss } = this.#session.run('train', { x: this.#batches.at(this.#made), noise });
    this.#made++;
    if (!Number.isFinite(loss))
      throw new DivergedTrainingError(loss as number, this.#made, this.#learningRate);
  }

  finish(): VaeModel {
    this.advance(this.steps);
    return { parameters: this.#session.parameters() };
  }

  encode(): Json {
    const state = this.#session.state();
    return { made: this.#made, length: state.length, state: bytesToText(state) };
  }

  /** Goes on where `encode` was called. @throws InvalidArgumentError where it was of another network */
  restore(encoded: Json): void {
    const { made, length, state } = decodeObject('training', encoded);
    this.#session.restore(textToBytes('training.state', state, length as number));
    this.#made = made as number;
  }
}
