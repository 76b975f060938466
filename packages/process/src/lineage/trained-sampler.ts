/**
 * The sampler of families that work in steps. A generation is a recipe of long parts, pretraining once, the making of the
 * points, the training, which `Making` goes through some steps at a time. What the recipe changes of the state it changes
 * at its end, so that between two steps the state before and what is made since say everything.
 */
import { type Stream, sampleWithoutReplacement } from '@collapse-lab/math';
import {
  type AnyFamily,
  allocateData,
  type Blobs,
  concatData,
  type Data,
  type Json,
} from '@collapse-lab/models';
import { tooFewAccepted } from '../curate/curation-problems.ts';
import { Ancestry } from './ancestry.ts';
import { knownBase, rememberBase } from './base-model.ts';
import { checkPoolSize, decodePart, partsOf, type StateParts } from './encoded-state.ts';
import type { Engine, Setting } from './engine.ts';
import type { LineageState } from './lineage.ts';
import { type LongPart, Making, phaseOf, type Recipe } from './making.ts';
import { countsOf, type Instruction, type Program } from './program.ts';
import { purpose, realPurpose } from './purpose.ts';
import { freshReal, type RealDraws, realPart, subsetStream } from './real-part.ts';
import { RealSupply } from './real-supply.ts';
import { DeferredPool } from './samples-pool.ts';
import type { LineageStreams } from './spec.ts';
import { GeneratedPool, type PoolBatch, RedrawnPool } from './trained-pool.ts';
import { validationPoints } from './validation-points.ts';
import { inOneStep } from './work.ts';

/** What a recipe gives. */
interface Made {
  readonly model: unknown;
  /** D_{t+1}. */
  readonly train: Data;
  readonly mixture: Program['mixture'] | undefined;
}

interface TrainedState extends LineageState {
  /** −1 before model 0. */
  t: number;
  model: unknown;
  train: Data | undefined;
  /** What every generation starts from, where the family pretrains it. */
  base: { readonly model: unknown } | undefined;
  /** Model t + 1, while it is made. */
  making: Making<Made> | undefined;
  /** Points of the real data that were handed out before that. */
  usedBefore: number;
  readonly streams: LineageStreams;
  readonly supply: RealSupply;
  /** D_0; only where plans use it after generation 0. */
  initial: Data | undefined;
  kept: Data | undefined;
  validation: Data | undefined;
  pool: RedrawnPool | GeneratedPool | DeferredPool | undefined;
  readonly ancestry: Ancestry | undefined;
}

export class TrainedSampler implements Engine<TrainedState> {
  readonly sampler = 'samples';
  readonly keepsModels = true;
  private readonly setting: Setting;
  private readonly family: AnyFamily;
  private readonly keepTrain: boolean;

  constructor(setting: Setting, keepTrain: boolean) {
    this.setting = setting;
    this.family = setting.spec.family;
    this.keepTrain = keepTrain;
  }

  init(streams: LineageStreams): TrainedState {
    return {
      t: -1,
      model: undefined,
      train: undefined,
      base: undefined,
      making: undefined,
      get work() {
        return this.making?.progress;
      },
      usedBefore: 0,
      streams,
      supply: new RealSupply(this.setting.spec.real, streams.real),
      initial: undefined,
      kept: undefined,
      validation: undefined,
      pool: undefined,
      ancestry: this.setting.memory.ancestors ? new Ancestry() : undefined,
    };
  }

  step(state: TrainedState): TrainedState {
    state.making ??= this.begin(state);
    const made = state.making.advance();
    if (made === undefined) return state;
    const { model, train, mixture } = made.result;
    if (mixture !== undefined) state.ancestry?.push({ ...mixture, model: state.model });
    state.model = model;
    state.t++;
    state.train = this.keepTrain ? train : undefined;
    state.making = undefined;
    return state;
  }

  private begin(state: TrainedState): Making<Made> {
    state.usedBefore = state.supply.used;
    return Making.begin(this.recipe(state));
  }

  private *recipe(state: TrainedState): Recipe<Made> {
    const { family, setting } = this;
    const { t, streams } = state;
    const base = yield* this.base(state);
    const program = t < 0 ? undefined : setting.programAt(t);
    const train = program === undefined ? this.firstTrain(state) : yield* this.nextTrain(program, state);
    const input = {
      train,
      ...(t < 0 ? {} : { previous: state.model }),
      ...(base === undefined ? {} : { base: base.model }),
      ...this.validation(state),
    };
    const stream = streams.lineage.split(t + 1, purpose.fit);
    const model = yield {
      phase: 'training',
      begin: () => family.train?.(input, stream) ?? inOneStep(() => family.fit(input, stream)),
    };
    return { model: setting.inFormat(model), train, mixture: program?.mixture };
  }

  /** Made once per family: the next lineage of this setting finds it. */
  private *base(state: TrainedState): Recipe<TrainedState['base']> {
    const { family } = this;
    if (family.pretrain === undefined) return undefined;
    state.base ??= knownBase(family);
    if (state.base !== undefined) return state.base;
    const model = yield { phase: 'pretraining', begin: () => family.pretrain!() };
    rememberBase(family, model);
    state.base = { model };
    return state.base;
  }

  private validation(state: TrainedState): { validation?: Data } {
    const { family, setting } = this;
    const { validationSize = 0 } = family;
    if (validationSize === 0) return {};
    const stream = state.streams.real.split(0, realPurpose.validation);
    state.validation ??= validationPoints(setting.spec.real, validationSize, stream);
    return { validation: state.validation };
  }

  /** Hands out D_0 and founds the pool on it. */
  private firstTrain(state: TrainedState): Data {
    const train = state.supply.initial(this.setting.spec.sizes.initial);
    this.keepInitial(state, train);
    return train;
  }

  private keepInitial(state: TrainedState, initial: Data): void {
    const { keepsInitial, memory } = this.setting;
    if (keepsInitial) state.initial = initial;
    if (memory.pool !== 'none') state.pool = this.newPool(initial, state);
  }

  /** Points that are dear are kept, others made again from their models; of a subset, none but those that it holds. */
  private newPool(initial: Data, { streams }: TrainedState): TrainedState['pool'] {
    const { family, setting } = this;
    if (family.generate !== undefined) return new GeneratedPool(initial);
    if (setting.memory.pool === 'whole') return new RedrawnPool(family, initial);
    return new DeferredPool(family, initial, streams.lineage, setting.relabels);
  }

  /** D_{t+1} by the plan, part by part. */
  private *nextTrain(program: Program, state: TrainedState): Recipe<Data> {
    const counts = countsOf(program, state.streams.lineage, state.t + 1);
    const draws = { real: 0 };
    const pieces: Data[] = [];
    for (const [index, instruction] of program.instructions.entries()) {
      pieces.push(...(yield* this.pieces(instruction, counts[index], index, state, draws)));
    }
    this.checkAccepted(program, pieces, state.t + 1);
    return concatData(pieces);
  }

  private *pieces(
    { operation, toPool }: Instruction,
    count: number,
    index: number,
    state: TrainedState,
    draws: RealDraws,
  ): Recipe<Data[]> {
    switch (operation) {
      case 'model': {
        if (state.pool instanceof DeferredPool && toPool) state.pool.defer(state.model, count);
        else {
          const points = yield* this.fromModel(count, index, state);
          if (!toPool) return [points];
          this.addToPool(points, { model: state.model, count, index }, state);
        }
        return [];
      }
      case 'distribution':
        return yield* this.fromDistribution(count, index, state, draws);
      case 'pool-whole':
        return [(state.pool as RedrawnPool | GeneratedPool).whole()];
      case 'pool-redrawn-subset':
        return [this.fromPool(count, index, state)];
      default:
        return [realPart(operation, count, index, state, draws)];
    }
  }

  private addToPool(points: Data, batch: PoolBatch, { pool }: TrainedState): void {
    if (pool instanceof GeneratedPool) pool.add(points);
    else (pool as RedrawnPool).add(points, batch);
  }

  private fromPool(count: number, index: number, state: TrainedState): Data {
    const pool = state.pool as GeneratedPool | DeferredPool;
    return pool.take(sampleWithoutReplacement(subsetStream(index, state), pool.size, count));
  }

  private *fromModel(count: number, index: number, state: TrainedState): Recipe<Data> {
    const stream = this.pointsStream(index, state);
    const points = yield* this.draw(state.model, count, stream, state.initial);
    return this.accepted(points, index, state);
  }

  private *fromDistribution(
    count: number,
    index: number,
    state: TrainedState,
    draws: RealDraws,
  ): Recipe<Data[]> {
    const walk = state.streams.lineage.split(state.t + 1, purpose.ancestry, index);
    const stream = this.pointsStream(index, state);
    const asked: { model: unknown; n: number }[] = [];
    const real = state.ancestry!.divide(count, walk, (model, n) => asked.push({ model, n }));
    const pieces: Data[] = [];
    // Streams of their own: these families split theirs, and its children do not depend on how far it was read.
    for (const [i, { model, n }] of asked.entries())
      pieces.push(yield* this.draw(model, n, stream.split(i), state.initial));
    return [...pieces, freshReal(real, state, draws)];
  }

  /** `count` points of a model, in steps where the family has them. */
  private *draw(model: unknown, count: number, stream: Stream, initial: Data | undefined): Recipe<Data> {
    const { family, setting } = this;
    const request = setting.requestOf(count, initial);
    if (family.generate === undefined) return family.sample(model, request, stream);
    if (count === 0) return allocateData(family.shape, 0);
    const part: LongPart = { phase: 'generating', begin: () => family.generate!(model, request, stream) };
    return (yield part) as Data;
  }

  private pointsStream(index: number, { streams, t }: Pick<TrainedState, 'streams' | 't'>): Stream {
    return streams.lineage.split(t + 1, purpose.points, index);
  }

  private accepted(points: Data, index: number, { streams, t }: Pick<TrainedState, 'streams' | 't'>): Data {
    const { verifier } = this.setting;
    if (verifier === undefined) return points;
    return verifier(points, streams.lineage.split(t + 1, purpose.filter, index));
  }

  private checkAccepted({ filtered, trainsOnPool }: Program, pieces: Data[], generation: number): void {
    if (!filtered || trainsOnPool) return;
    const accepted = pieces.reduce((sum, { n }) => sum + n, 0);
    const { minimumSize } = this.family;
    if (accepted < minimumSize) throw tooFewAccepted(accepted, minimumSize, generation);
  }

  /** As it was before model t + 1 was begun, and what is made of that. */
  encode(state: TrainedState, blobs?: Blobs): Json {
    const { family } = this;
    const { t, base, making } = state;
    return {
      t,
      ...(t < 0 ? {} : this.encodeGeneration(state, blobs)),
      ...(base === undefined ? {} : { base: family.encode(base.model, blobs) }),
      ...(making === undefined ? {} : { making: making.encode(blobs) }),
    };
  }

  private encodeGeneration(state: TrainedState, blobs: Blobs | undefined): { [part: string]: Json } {
    const { family } = this;
    const { t, pool, ancestry, making } = state;
    return {
      model: family.encode(state.model, blobs),
      used: making === undefined ? state.supply.used : state.usedBefore,
      ...(pool === undefined ? {} : { [this.poolName()]: pool.encode(t, blobs) }),
      ...(ancestry === undefined ? {} : { ancestry: ancestry.encode(family, blobs) }),
    };
  }

  private poolName(): 'points' | 'deferred' {
    const deferred = this.setting.memory.pool === 'subset' && this.family.generate === undefined;
    return deferred ? 'deferred' : 'points';
  }

  decode(encoded: Json, streams: LineageStreams, blobs?: Blobs): TrainedState {
    const names = this.partNames();
    const { t } = partsOf(encoded, ['t'], [...names, 'base', 'making'], -1);
    const parts =
      t < 0 ? partsOf(encoded, ['t'], ['base', 'making'], -1) : partsOf(encoded, names, ['making']);
    const state = this.init(streams);
    state.t = t;
    if (t >= 0) this.decodeGeneration(parts, state, blobs);
    if (parts.base !== undefined) state.base = this.decodeBase(parts, blobs);
    if (parts.making === undefined || this.isPretrained(parts.making)) return state;
    state.usedBefore = state.supply.used;
    state.making = Making.resume(this.recipe(state), parts.making, blobs);
    return state;
  }

  /** Whether what was in the making is the base, which another lineage of this family has made meanwhile. */
  private isPretrained(making: Json): boolean {
    return phaseOf(making) === 'pretraining' && knownBase(this.family) !== undefined;
  }

  private partNames(): string[] {
    const { family, setting } = this;
    return [
      ...['t', 'model', 'used'],
      ...(setting.memory.pool === 'none' ? [] : [this.poolName()]),
      ...(setting.memory.ancestors ? ['ancestry'] : []),
      ...(family.pretrain === undefined ? [] : ['base']),
    ];
  }

  private decodeBase(parts: StateParts, blobs: Blobs | undefined): TrainedState['base'] {
    const { family } = this;
    return knownBase(family) ?? { model: decodePart(parts, 'base', (base) => family.decode(base, blobs)) };
  }

  private decodeGeneration(parts: StateParts, state: TrainedState, blobs: Blobs | undefined): void {
    const { family, setting } = this;
    const { initial } = setting.spec.sizes;
    state.supply.resume(parts.used, initial);
    state.model = decodePart(parts, 'model', (model) => family.decode(model, blobs));
    if (setting.keepsInitial || setting.memory.pool !== 'none')
      this.keepInitial(state, state.supply.initial(initial));
    this.decodePool(parts, state, blobs);
    decodePart(parts, 'ancestry', (ancestry) => state.ancestry?.decode(family, ancestry, blobs));
  }

  private decodePool(parts: StateParts, state: TrainedState, blobs: Blobs | undefined): void {
    const { pool } = state;
    if (pool === undefined) return;
    decodePart(parts, this.poolName(), (encoded) => {
      if (pool instanceof RedrawnPool) this.redraw(pool, encoded, state, blobs);
      else pool.decode(encoded, blobs);
    });
    checkPoolSize(this.setting.spec, this.poolName(), state.t, pool.size);
  }

  private redraw(pool: RedrawnPool, encoded: Json, state: TrainedState, blobs: Blobs | undefined): void {
    const { family, setting } = this;
    const { streams, initial } = state;
    pool.decode(encoded, blobs, (t, { model, count, index }) => {
      const stream = this.pointsStream(index, { streams, t });
      const points = family.sample(model, setting.requestOf(count, initial), stream);
      return this.accepted(points, index, { streams, t });
    });
  }
}
