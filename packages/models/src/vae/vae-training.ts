/** The training of one model, step by step: can be stored between any two steps and goes on bit for bit. */
import {
  CollapseLabError,
  encodeBase64,
  fillNormal,
  InvalidArgumentError,
  type Stream,
} from '@collapse-lab/math';
import type { Session } from '@collapse-lab/tensor';
import type { Points } from '../data/data.ts';
import type { Json } from '../family/json.ts';
import { decodeObject } from '../family/json-numbers.ts';
import type { Training } from '../family/training.ts';
import { Batches } from './batches.ts';
import { textToBytes } from './float-text.ts';
import type { SessionUser, SharedSession } from './shared-session.ts';
import type { VaeModel } from './vae-model.ts';
import type { VaeOptions } from './vae-options.ts';

const purpose = { order: 1, noise: 2, fresh: 3 } as const;

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

function requireCount(argument: string, got: Json | undefined, most: number): asserts got is number {
  if (typeof got === 'number' && Number.isSafeInteger(got) && got >= 0 && got <= most) return;
  const expected = most < Number.MAX_SAFE_INTEGER ? `an integer from 0 to ${most}` : 'an integer ≥ 0';
  throw new InvalidArgumentError({ argument, got, expected });
}

export interface TrainingStart {
  readonly weights: VaeModel;
  readonly train: Points;
  /** In place of the training set: n fresh points. */
  readonly fresh?: ((n: number, stream: Stream) => Points) | undefined;
  /** Its children order the batches and draw the noise. */
  readonly stream: Stream;
}

export class VaeTraining implements Training<VaeModel>, SessionUser {
  readonly steps: number;
  /** About a quarter of a second of a small network. */
  readonly stride = 50;
  #made = 0;
  readonly #shared: SharedSession;
  readonly #batches: Batches;
  readonly #stream: Stream;
  readonly #noise: Float64Array;
  readonly #batch: number;
  readonly #fresh: TrainingStart['fresh'];
  readonly #learningRate: number;
  readonly #weights: VaeModel;
  /** The state of the session while others use it; undefined before the first step. */
  #parked: Uint8Array | undefined;
  #finished: VaeModel | undefined;

  constructor(shared: SharedSession, options: VaeOptions, { weights, train, fresh, stream }: TrainingStart) {
    this.steps = Math.max(1, Math.round((options.epochs * train.n) / options.batch));
    this.#shared = shared;
    this.#weights = weights;
    this.#batch = options.batch;
    this.#fresh = fresh;
    this.#batches = new Batches(train, options.batch, stream.split(purpose.order));
    this.#stream = stream;
    this.#noise = new Float64Array(options.batch * options.latent);
    this.#learningRate = options.learningRate;
  }

  get made(): number {
    return this.#made;
  }

  enter(session: Session): void {
    session.restore(this.#parked ?? this.#shared.blank());
    if (this.#parked === undefined) session.setParameters(this.#weights.parameters);
  }

  leave(session: Session): void {
    this.#parked = session.state();
  }

  advance(steps: number): void {
    const last = Math.min(this.steps, this.#made + steps);
    if (this.#made >= last) return;
    const session = this.#shared.for(this);
    while (this.#made < last) this.#step(session);
  }

  #step(session: Session): void {
    const noise = fillNormal(this.#stream.split(purpose.noise, this.#made), this.#noise);
    const { loss } = session.run('train', { x: this.#points(this.#made), noise });
    this.#made++;
    if (!Number.isFinite(loss))
      throw new DivergedTrainingError(loss as number, this.#made, this.#learningRate);
  }

  #points(step: number): ArrayLike<number> {
    if (this.#fresh === undefined) return this.#batches.at(step);
    return this.#fresh(this.#batch, this.#stream.split(purpose.fresh, step)).values;
  }

  finish(): VaeModel {
    if (this.#finished !== undefined) return this.#finished;
    this.advance(this.steps);
    this.#finished = { parameters: this.#shared.for(this).parameters() };
    this.#shared.done(this);
    return this.#finished;
  }

  /** @throws CollapseLabError once it is finished: the moments of the optimiser are gone */
  encode(): Json {
    if (this.#finished !== undefined)
      throw new CollapseLabError('training: it is finished and has no state left; store its model instead.');
    const state = this.#shared.for(this).state();
    return { made: this.#made, length: state.length, state: encodeBase64(state) };
  }

  restore(encoded: Json): void {
    const { made, length, state } = decodeObject('training', encoded);
    requireCount('training.made', made, this.steps);
    requireCount('training.length', length, Number.MAX_SAFE_INTEGER);
    this.#restoreState(textToBytes('training.state', state, length), made);
    this.#made = made;
    this.#finished = undefined;
  }

  /** Where the steps of the state are others, the session is left as it was. */
  #restoreState(state: Uint8Array, made: number): void {
    const session = this.#shared.for(this);
    const before = session.state();
    session.restore(state);
    const steps = session.steps('train');
    if (steps === made) return;
    session.restore(before);
    throw new InvalidArgumentError({
      argument: 'training.made',
      got: made,
      expected: `${steps}, the steps that training.state has made`,
    });
  }
}
