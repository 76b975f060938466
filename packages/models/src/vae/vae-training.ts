/** The training of a variational autoencoder: batches of the training set, or of fresh points, and noise. */
import { fillNormal, type Stream } from '@collapse-lab/math';
import type { Session } from '@collapse-lab/tensor';
import type { Points } from '../data/data.ts';
import { Batches } from '../network/batches.ts';
import { NetworkTraining } from '../network/network-training.ts';
import type { SharedSession } from '../network/shared-session.ts';
import type { VaeModel } from './vae-model.ts';
import type { VaeOptions } from './vae-options.ts';

const purpose = { order: 1, noise: 2, fresh: 3 } as const;

export interface TrainingStart {
  readonly weights: VaeModel;
  readonly train: Points;
  /** In place of the training set: n fresh points. */
  readonly fresh?: ((n: number, stream: Stream) => Points) | undefined;
  /** Its children order the batches and draw the noise. */
  readonly stream: Stream;
}

/** About a quarter of a second of a small network. */
const stride = 50;

export class VaeTraining extends NetworkTraining<VaeModel> {
  readonly #batches: Batches;
  readonly #stream: Stream;
  readonly #noise: Float64Array;
  readonly #batch: number;
  readonly #fresh: TrainingStart['fresh'];

  constructor(shared: SharedSession, options: VaeOptions, { weights, train, fresh, stream }: TrainingStart) {
    const { epochs, batch, learningRate } = options;
    const steps = Math.max(1, Math.round((epochs * train.n) / batch));
    super(shared, { steps, stride, weights, learningRate });
    this.#batch = batch;
    this.#fresh = fresh;
    this.#batches = new Batches(train, batch, stream.split(purpose.order));
    this.#stream = stream;
    this.#noise = new Float64Array(batch * options.latent);
  }

  protected step(session: Session, index: number): number {
    const noise = fillNormal(this.#stream.split(purpose.noise, index), this.#noise);
    return session.run('train', { x: this.#points(index), noise }).loss as number;
  }

  #points(step: number): ArrayLike<number> {
    if (this.#fresh === undefined) return this.#batches.at(step);
    return this.#fresh(this.#batch, this.#stream.split(purpose.fresh, step)).values;
  }

  protected result(session: Session): VaeModel {
    return { parameters: session.parameters() };
  }
}
