/** The training of one network, step by step: can be stored between any two steps and goes on bit for bit. */
import { CollapseLabError, InvalidArgumentError } from '@collapse-lab/math';
import type { Session } from '@collapse-lab/tensor';
import type { Json } from '../family/json.ts';
import { decodeObject } from '../family/json-numbers.ts';
import type { Blobs, Training } from '../family/training.ts';
import { hasFiniteWeights, type NetworkModel } from './network-model.ts';
import { requireCount } from './require-count.ts';
import type { SessionUser, SharedSession } from './shared-session.ts';
import { decodeBytes, encodeBytes } from './stored-bytes.ts';

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

export interface NetworkTrainingStart {
  readonly steps: number;
  readonly stride: number;
  /** Where it begins. */
  readonly weights: NetworkModel;
  /** For the message where it diverges. */
  readonly learningRate: number;
}

/** The module of the session has a training program called `train`, which each step runs once. */
export abstract class NetworkTraining<Model extends NetworkModel> implements Training<Model>, SessionUser {
  readonly steps: number;
  readonly stride: number;
  #made = 0;
  readonly #shared: SharedSession;
  readonly #weights: NetworkModel;
  readonly #learningRate: number;
  /** The state of the session while others use it; undefined before the first step, and while it has the session. */
  #parked: Uint8Array | undefined;
  #finished: Model | undefined;

  constructor(shared: SharedSession, { steps, stride, weights, learningRate }: NetworkTrainingStart) {
    this.steps = steps;
    this.stride = stride;
    this.#shared = shared;
    this.#weights = weights;
    this.#learningRate = learningRate;
  }

  /** Step `index` = 0, 1, …: returns the loss before it. */
  protected abstract step(session: Session, index: number): number;

  /** The model, once all steps are made. */
  protected abstract result(session: Session): Model;

  /** What is stored beside the state of the session. */
  protected encodeMore(_blobs: Blobs | undefined): { readonly [key: string]: Json } {
    return {};
  }

  /** Reads and checks what `encodeMore` wrote; the function it returns puts it in place. */
  protected decodeMore(_encoded: { readonly [key: string]: Json }, _blobs: Blobs | undefined): () => void {
    return () => undefined;
  }

  get made(): number {
    return this.#made;
  }

  get begins(): boolean {
    return this.#parked === undefined;
  }

  enter(session: Session): void {
    if (this.#parked === undefined) this.#shared.write(session, this.#weights);
    else session.restore(this.#parked);
    this.#parked = undefined;
  }

  leave(session: Session): void {
    this.#parked = session.state();
  }

  advance(steps: number): void {
    const last = Math.min(this.steps, this.#made + steps);
    if (this.#made >= last) return;
    const session = this.#shared.for(this);
    while (this.#made < last) {
      const loss = this.step(session, this.#made);
      this.#made++;
      if (!Number.isFinite(loss)) throw new DivergedTrainingError(loss, this.#made, this.#learningRate);
    }
  }

  finish(): Model {
    if (this.#finished !== undefined) return this.#finished;
    this.advance(this.steps);
    const model = this.result(this.#shared.for(this));
    // No step comes after the last one whose loss would tell.
    if (!hasFiniteWeights(model)) throw new DivergedTrainingError(Number.NaN, this.steps, this.#learningRate);
    this.#finished = model;
    this.#shared.done(this);
    return model;
  }

  /** @throws CollapseLabError once it is finished: the moments of the optimiser are gone */
  encode(blobs?: Blobs): Json {
    if (this.#finished !== undefined)
      throw new CollapseLabError('training: it is finished and has no state left; store its model instead.');
    const state = this.#shared.for(this).state();
    return {
      made: this.#made,
      length: state.length,
      state: encodeBytes(state, blobs),
      ...this.encodeMore(blobs),
    };
  }

  restore(encoded: Json, blobs?: Blobs): void {
    const stored = decodeObject('training', encoded);
    const { made, length, state } = stored;
    requireCount('training.made', made, this.steps);
    requireCount('training.length', length, Number.MAX_SAFE_INTEGER);
    const putMore = this.decodeMore(stored, blobs);
    this.#restoreState(decodeBytes('training.state', state, length, blobs), made);
    putMore();
    this.#made = made;
    this.#finished = undefined;
  }

  /** Where the steps of the state are others, the session is left as it was. */
  #restoreState(state: Uint8Array, made: number): void {
    const session = this.#shared.for(this);
    const before = this.#made === 0 ? undefined : session.state();
    session.restore(state);
    const steps = session.steps('train');
    if (steps === made) return;
    if (before !== undefined) session.restore(before);
    else this.#shared.done(this);
    throw new InvalidArgumentError({
      argument: 'training.made',
      got: made,
      expected: `${steps}, the steps that training.state has made`,
    });
  }
}
