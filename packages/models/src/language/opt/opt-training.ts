/** The training of an OPT model: AdamW on the cross-entropy of next tokens, the epoch with the least validation loss kept. */
import type { Stream } from '@collapse-lab/math';
import { learningRateAt, type Schedule, type Session } from '@collapse-lab/tensor';
import type { Sequences } from '../../data/data.ts';
import type { Json } from '../../family/json.ts';
import { decodeNumber, decodeObject, encodeNumber } from '../../family/json-numbers.ts';
import type { Blobs } from '../../family/training.ts';
import { Batches } from '../../network/batches.ts';
import { decodeNetwork, encodeNetwork, type ParameterSizes } from '../../network/network-model.ts';
import { DivergedTrainingError, NetworkTraining } from '../../network/network-training.ts';
import type { SharedSession } from '../../network/shared-session.ts';
import type { OptConfig } from '../hugging-face/opt-config.ts';
import type { OptModel } from './opt-model.ts';
import { unpackOpt } from './opt-network.ts';
import type { OptOptions } from './opt-options.ts';
import type { Reading } from './reading.ts';
import { scoreSequences } from './score-sequences.ts';

const purpose = { order: 1, dropout: 2 } as const;

export interface OptTrainingStart {
  readonly weights: OptModel;
  readonly train: Sequences;
  /** Chooses the best epoch; absent or empty: the last one. */
  readonly validation?: Sequences | undefined;
  /** Its children order the batches and drop units. */
  readonly stream: Stream;
}

export type OptTrainingOptions = Pick<
  OptOptions,
  'epochs' | 'batch' | 'learningRate' | 'schedule' | 'finalLearningRate'
>;

/** What a training takes from its family. */
export interface OptTrainee {
  readonly config: OptConfig;
  readonly shared: SharedSession;
  readonly reading: Reading;
  /** Names of the inputs of random words, and how many each takes. */
  readonly bits: ParameterSizes;
  readonly sizes: ParameterSizes;
}

interface Best {
  /** Mean validation loss, in nats per token. */
  readonly loss: number;
  readonly model: OptModel;
}

/** Seconds between two chances to be stored, about, at so many operations a second. */
const strideSeconds = 0.25;
const operationsPerSecond = 2e10;

export class OptTraining extends NetworkTraining<OptModel> {
  readonly #trainee: OptTrainee;
  readonly #schedule: Schedule;
  readonly #learningRate: number;
  readonly #batch: number;
  readonly #batches: Batches<Sequences>;
  readonly #validation: Sequences | undefined;
  /** Numbers of steps after which an epoch is over. */
  readonly #ends: ReadonlySet<number>;
  readonly #stream: Stream;
  #best: Best | undefined;

  constructor(
    trainee: OptTrainee,
    options: OptTrainingOptions,
    { weights, train, validation, stream }: OptTrainingStart,
  ) {
    const { epochs, batch, learningRate } = options;
    const ends = Array.from({ length: epochs }, (_, i) =>
      Math.max(1, Math.round(((i + 1) * train.n) / batch)),
    );
    const steps = ends[epochs - 1];
    const weightCount = Object.values(trainee.sizes).reduce((sum, size) => sum + size, 0);
    const seconds = (6 * weightCount * batch * trainee.reading.read) / operationsPerSecond;
    const stride = Math.min(50, Math.max(1, Math.round(strideSeconds / seconds)));
    super(trainee.shared, { steps, stride, weights, learningRate });
    this.#trainee = trainee;
    this.#schedule = scheduleOf(options, steps);
    this.#learningRate = learningRate;
    this.#batch = batch;
    this.#batches = new Batches(train, batch, stream.split(purpose.order));
    this.#validation = validation === undefined || validation.n === 0 ? undefined : validation;
    this.#ends = new Set(ends);
    this.#stream = stream;
  }

  get units(): { readonly name: string; readonly made: number } {
    return { name: 'tokens', made: this.made * this.#batch * this.#trainee.reading.read };
  }

  protected step(session: Session, index: number): number {
    const { reading } = this.#trainee;
    const inputs = { ...reading.split(this.#batches.at(index), this.#batch), ...this.#bits(index) };
    const learningRate = learningRateAt(this.#schedule, index);
    const { loss } = session.run('train', inputs, { learningRate });
    if (this.#ends.has(index + 1)) this.#validate(session, index + 1);
    return loss as number;
  }

  #bits(step: number): Record<string, Int32Array> {
    const bits = Object.entries(this.#trainee.bits).map(([name, size], place) => {
      const stream = this.#stream.split(purpose.dropout, step, place);
      return [name, Int32Array.from({ length: size }, () => stream.int32())] as const;
    });
    return Object.fromEntries(bits);
  }

  #validate(session: Session, step: number): void {
    if (this.#validation === undefined) return;
    const { reading } = this.#trainee;
    const scores = scoreSequences(session, reading, this.#validation);
    const loss = -scores.reduce((sum, score) => sum + score, 0) / (scores.length * reading.read);
    if (Number.isNaN(loss)) throw new DivergedTrainingError(loss, step, this.#learningRate);
    if (this.#best === undefined || loss < this.#best.loss)
      this.#best = { loss, model: unpackOpt(this.#trainee.config, session.parameters()) };
  }

  protected result(session: Session): OptModel {
    return this.#best?.model ?? unpackOpt(this.#trainee.config, session.parameters());
  }

  protected override encodeMore(blobs: Blobs | undefined): { readonly [key: string]: Json } {
    if (this.#best === undefined) return { best: null };
    const { loss, model } = this.#best;
    return { best: { loss: encodeNumber(loss), model: encodeNetwork(model, blobs) } };
  }

  protected override decodeMore(stored: { readonly [key: string]: Json }, blobs?: Blobs): () => void {
    const best = this.#decodeBest(stored.best, blobs);
    return () => {
      this.#best = best;
    };
  }

  #decodeBest(encoded: Json | undefined, blobs: Blobs | undefined): Best | undefined {
    if (encoded === null) return undefined;
    const { loss, model } = decodeObject('training.best', encoded);
    return {
      loss: decodeNumber('training.best.loss', loss),
      model: decodeNetwork(model, this.#trainee.sizes, blobs),
    };
  }
}

function scheduleOf(
  { schedule, learningRate, finalLearningRate }: OptTrainingOptions,
  steps: number,
): Schedule {
  if (schedule === 'constant') return learningRate;
  return { kind: schedule, peak: learningRate, end: finalLearningRate, warmup: 0, steps };
}
