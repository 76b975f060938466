/**
 * The sampler of points: executes plans by drawing every point that is trained on, for any family. Old points are not
 * read again where their statistics pool, and not made before a subset of the pool holds them.
 */
import { type Stream, sampleWithoutReplacement } from '@collapse-lab/math';
import {
  type AnyFamily,
  allocateData,
  concatData,
  type Data,
  type Json,
  type Training,
  takeRows,
} from '@collapse-lab/models';
import { tooFewAccepted } from '../curate/curation-problems.ts';
import { Ancestry } from './ancestry.ts';
import { checkPoolSize, decodePart, partsOf, type StateParts } from './encoded-state.ts';
import type { Engine, Setting } from './engine.ts';
import type { LineageState } from './lineage.ts';
import { drawCounts, type Operation, type Program } from './program.ts';
import { purpose, realPurpose } from './purpose.ts';
import { RealSupply } from './real-supply.ts';
import { DeferredPool, PointsPool, type PoolBatch, RedrawnPool } from './samples-pool.ts';
import type { LineageStreams } from './spec.ts';

/** The training of model t + 1. */
interface Pending {
  /** The encoded state before D_{t+1} was made, which resuming makes again; null before D_0. */
  readonly base: Json;
  readonly train: Data | undefined;
  readonly mixture: Program['mixture'] | undefined;
  readonly training: Training<unknown>;
}

interface SamplesState extends LineageState {
  t: number;
  pending: Pending | undefined;
  /** A pending training that was decoded and not begun. */
  resumed: { readonly base: Json; readonly training: Json } | undefined;
  model: unknown;
  train: Data | undefined;
  readonly streams: LineageStreams;
  readonly supply: RealSupply;
  /** D_0; only where plans use it after generation 0. */
  initial: Data | undefined;
  kept: Data | undefined;
  /** The pool as statistics, where the family's pool. */
  statistics: unknown;
  points: PointsPool | RedrawnPool | undefined;
  deferred: DeferredPool | undefined;
  readonly ancestry: Ancestry | undefined;
}

/** In which forms the pool is kept. */
interface PoolForms {
  readonly statistics: boolean;
  readonly points: boolean;
  readonly deferred: boolean;
}

export class SamplesSampler implements Engine<SamplesState> {
  readonly sampler = 'samples';
  private readonly setting: Setting;
  private readonly family: AnyFamily;
  private readonly keepTrain: boolean;
  private readonly forms: PoolForms;
  /** Whether nobody but the fit wants fresh points of the last model, and nobody that model itself. */
  private readonly refits: boolean;
  private scratch: Stream | undefined;

  constructor(setting: Setting, keepTrain: boolean) {
    const { family } = setting.spec;
    const whole = setting.memory.pool === 'whole';
    this.setting = setting;
    this.family = family;
    this.keepTrain = keepTrain;
    const { memory, relabels } = setting;
    const keepsModels = memory.ancestors || memory.pool !== 'none';
    this.refits = family.refit !== undefined && !keepTrain && !relabels && !keepsModels;
    this.forms = {
      statistics: whole && family.law !== undefined,
      points: whole && (family.law === undefined || keepTrain),
      deferred: setting.memory.pool === 'subset',
    };
  }

  init(streams: LineageStreams): SamplesState {
    const state = this.blank(streams);
    if (this.family.train !== undefined) {
      state.t = -1;
      return state;
    }
    const train = this.begin(state);
    this.scratch ??= streams.lineage.split(0);
    const stream = streams.lineage.splitInto(this.scratch, 0, purpose.fit);
    state.model = this.setting.inFormat(this.family.fit({ train }, stream));
    state.train = this.keepTrain ? train : undefined;
    return state;
  }

  /** Hands out D_0 and founds the pool on it. */
  private begin(state: SamplesState): Data {
    const train = state.supply.initial(this.setting.spec.sizes.initial);
    this.keepInitial(state, train);
    if (this.forms.points) state.points = this.newPool(train);
    if (this.forms.statistics) this.family.law!.addData(state.statistics, train);
    return train;
  }

  step(state: SamplesState): SamplesState {
    if (this.family.train !== undefined) return this.trainOn(state);
    const program = this.setting.programAt(state.t);
    const generation = state.t + 1;
    if (this.refits && program.refits && this.refit(program.fixedCounts[0], state)) return state;
    const train = this.execute(program, state);
    const fitted = this.fit(program, train, state, state.streams.lineage.split(generation, purpose.fit));
    state.ancestry?.push({ ...program.mixture, model: state.model });
    state.model = this.setting.inFormat(fitted);
    state.t = generation;
    state.train = this.keepTrain ? this.trainedOn(program, train, state) : undefined;
    return state;
  }

  private trainedOn(program: Program, train: Data[][], state: SamplesState): Data {
    return program.trainsOnPool ? state.points!.whole() : concatData(train.flat());
  }

  /** Some steps of the training of model t + 1, which is begun where it is not, and ended where they were the last. */
  private trainOn(state: SamplesState): SamplesState {
    state.pending ??= this.beginTraining(state);
    const { training, mixture, train } = state.pending;
    training.advance(training.stride);
    if (training.made < training.steps) return state;
    const fitted = training.finish();
    if (mixture !== undefined) state.ancestry?.push({ ...mixture, model: state.model });
    state.model = this.setting.inFormat(fitted);
    state.t++;
    state.train = this.keepTrain ? train : undefined;
    state.pending = undefined;
    return state;
  }

  private beginTraining(state: SamplesState): Pending {
    const { family, setting } = this;
    const { t, resumed } = state;
    const base = resumed?.base ?? (t < 0 ? null : this.encode(state));
    const program = t < 0 ? undefined : setting.programAt(t);
    const train = program === undefined ? this.begin(state) : this.makeTrain(program, state);
    const stream = state.streams.lineage.split(t + 1, purpose.fit);
    const input = t < 0 ? { train } : { train, previous: state.model };
    const training = family.train!(input, stream);
    if (resumed !== undefined) training.restore(resumed.training);
    state.resumed = undefined;
    return { base, train: this.keepTrain ? train : undefined, mixture: program?.mixture, training };
  }

  private makeTrain(program: Program, state: SamplesState): Data {
    const pieces = this.execute(program, state);
    if (program.filtered && !program.trainsOnPool) this.checkAccepted(pieces.flat(), state);
    return this.trainedOn(program, pieces, state);
  }

  /** A generation without its points, in the memory of the last model; false where the family has no way to. */
  private refit(count: number, state: SamplesState): boolean {
    const generation = state.t + 1;
    const { lineage } = state.streams;
    this.scratch ??= lineage.split(0);
    const stream = lineage.splitInto(this.scratch, generation, purpose.points, 0);
    const fitted = this.family.refit!(state.model, count, stream, state.model);
    if (fitted === undefined) return false;
    state.model = this.setting.inFormat(fitted);
    state.t = generation;
    return true;
  }

  encode(state: SamplesState): Json {
    const { family } = this;
    if (state.pending !== undefined)
      return { base: state.pending.base, training: state.pending.training.encode() };
    if (state.resumed !== undefined) return state.resumed;
    if (state.t < 0) return { base: null, training: null };
    return {
      t: state.t,
      model: family.encode(state.model),
      used: state.supply.used,
      ...(state.statistics === undefined ? {} : { statistics: family.law!.encode(state.statistics) }),
      ...(state.points === undefined ? {} : { points: state.points.encode() }),
      ...(state.deferred === undefined ? {} : { deferred: state.deferred.encode() }),
      ...(state.ancestry === undefined ? {} : { ancestry: state.ancestry.encode(family) }),
    };
  }

  decode(encoded: Json, streams: LineageStreams): SamplesState {
    if (this.family.train === undefined || !isPending(encoded)) return this.decodeWhole(encoded, streams);
    const { base, training } = partsOf({ ...encoded, t: 0 }, ['base', 'training', 't']);
    const state = base === null ? this.init(streams) : this.decodeWhole(base, streams);
    if (training !== null) state.resumed = { base, training };
    return state;
  }

  private decodeWhole(encoded: Json, streams: LineageStreams): SamplesState {
    const { family, setting, forms } = this;
    const parts = partsOf(encoded, this.partNames(), forms.statistics ? ['points'] : []);
    const state = this.blank(streams);
    state.t = parts.t;
    state.supply.resume(parts.used, setting.spec.sizes.initial);
    state.model = decodePart(parts, 'model', (model) => family.decode(model));
    if (setting.keepsInitial || forms.deferred) {
      this.keepInitial(state, state.supply.initial(setting.spec.sizes.initial));
    }
    this.decodePool(parts, state);
    decodePart(parts, 'ancestry', (ancestry) => state.ancestry?.decode(family, ancestry));
    return state;
  }

  private decodePool(parts: StateParts, state: SamplesState): void {
    const { family, forms } = this;
    const { spec } = this.setting;
    if (forms.statistics) {
      state.statistics = decodePart(parts, 'statistics', (pool) => family.law!.decode(pool));
      checkPoolSize(spec, 'statistics', state.t, family.law!.count(state.statistics));
    }
    if (forms.points) {
      state.points = decodePart(parts, 'points', (pool) => this.decodePoints(pool, state));
      checkPoolSize(spec, 'points', state.t, state.points.whole().n);
    }
    if (state.deferred === undefined) return;
    decodePart(parts, 'deferred', (pool) => state.deferred!.decode(pool));
    checkPoolSize(spec, 'deferred', state.t, state.deferred.size);
  }

  private partNames(): string[] {
    const { forms, setting } = this;
    return [
      ...['t', 'model', 'used'],
      ...(['statistics', 'points', 'deferred'] as const).filter((form) => forms[form]),
      ...(setting.memory.ancestors ? ['ancestry'] : []),
    ];
  }

  private blank(streams: LineageStreams): SamplesState {
    return {
      t: 0,
      pending: undefined,
      resumed: undefined,
      get training() {
        return this.pending?.training;
      },
      model: undefined,
      train: undefined,
      streams,
      supply: new RealSupply(this.setting.spec.real, streams.real),
      initial: undefined,
      kept: undefined,
      statistics: this.forms.statistics ? this.family.law!.create() : undefined,
      points: undefined,
      deferred: undefined,
      ancestry: this.setting.memory.ancestors ? new Ancestry() : undefined,
    };
  }

  private keepInitial(state: SamplesState, initial: Data): void {
    const { keepsInitial, relabels } = this.setting;
    if (keepsInitial) state.initial = initial;
    if (this.forms.deferred) {
      state.deferred = new DeferredPool(this.family, initial, state.streams.lineage, relabels);
    }
  }

  /** The pieces of D_{t+1}, part by part, but for the pool where all of it is trained on. */
  private execute(program: Program, state: SamplesState): Data[][] {
    const generation = state.t + 1;
    const counts =
      program.sharedCount === 0
        ? program.fixedCounts
        : drawCounts(program, state.streams.lineage.split(generation, purpose.counts));
    const draws = { real: 0 };
    return program.instructions.map(({ operation, toPool }, index) => {
      if (toPool) {
        this.addToPool(counts[index], index, state);
        return [];
      }
      return this.pieces(operation, counts[index], index, state, draws);
    });
  }

  private addToPool(count: number, index: number, state: SamplesState): void {
    state.deferred?.defer(state.model, count);
    if (!this.forms.statistics && !this.forms.points) return;
    const batch = this.fromModel(count, index, state);
    if (this.forms.statistics) this.family.law!.addData(state.statistics, batch);
    state.points?.add(batch, state.model, index, count);
  }

  /** Of a family that trains in steps the pool is stored as models, since its points are many and its models few. */
  private newPool(initial: Data): PointsPool | RedrawnPool {
    return this.family.train === undefined ? new PointsPool(initial) : new RedrawnPool(this.family, initial);
  }

  private decodePoints(encoded: Json, state: SamplesState): PointsPool | RedrawnPool {
    if (this.family.train === undefined) return PointsPool.decode(encoded);
    const initial = state.initial ?? state.supply.initial(this.setting.spec.sizes.initial);
    const redraw = (t: number, { model, count, index }: PoolBatch): Data =>
      this.fromModel(count, index, { ...state, t, model, initial });
    return RedrawnPool.decode(this.family, initial, encoded, redraw);
  }

  private pieces(
    operation: Operation,
    count: number,
    index: number,
    state: SamplesState,
    draws: { real: number },
  ): Data[] {
    switch (operation) {
      case 'model':
        return [this.fromModel(count, index, state)];
      case 'distribution':
        return this.fromDistribution(count, index, state, draws);
      case 'real':
        return [this.fromReal(count, state, draws)];
      case 'initial-whole':
        return [state.initial!];
      case 'initial-fixed-subset':
        state.kept ??= this.subset(
          state.initial!,
          count,
          state.streams.real.split(0, realPurpose.fixedSubset),
        );
        return [state.kept];
      case 'initial-redrawn-subset':
        return [this.subset(state.initial!, count, this.subsetStream(index, state))];
      case 'pool-redrawn-subset':
        return [this.fromPool(state.deferred!, count, this.subsetStream(index, state))];
      case 'pool-whole':
        return state.points === undefined || this.forms.statistics ? [] : [state.points.whole()];
    }
  }

  private fromModel(count: number, index: number, state: SamplesState): Data {
    const stream = state.streams.lineage.split(state.t + 1, purpose.points, index);
    const request = this.setting.relabels ? { n: count, given: state.initial! } : { n: count };
    const batch = this.family.sample(state.model, request, stream);
    const { verifier } = this.setting;
    if (verifier === undefined) return batch;
    return verifier(batch, state.streams.lineage.split(state.t + 1, purpose.filter, index));
  }

  private fromDistribution(
    count: number,
    index: number,
    state: SamplesState,
    draws: { real: number },
  ): Data[] {
    const { lineage } = state.streams;
    const walk = lineage.split(state.t + 1, purpose.ancestry, index);
    const points = lineage.split(state.t + 1, purpose.points, index);
    const pieces: Data[] = [];
    const real = state.ancestry!.divide(count, walk, (model, n) => {
      // A family that trains splits its stream, and the children do not depend on how far the stream was read.
      const own = this.family.train === undefined ? points : points.split(pieces.length);
      pieces.push(this.family.sample(model, { n }, own));
    });
    return [...pieces, this.fromReal(real, state, draws)];
  }

  private fromReal(count: number, state: SamplesState, draws: { real: number }): Data {
    if (count === 0) return allocateData(this.family.shape, 0);
    return state.supply.fresh(count, state.t + 1, draws.real++);
  }

  private subsetStream(index: number, state: SamplesState): Stream {
    return state.streams.lineage.split(state.t + 1, purpose.subset, index);
  }

  private subset(data: Data, count: number, stream: Stream): Data {
    return takeRows(data, sampleWithoutReplacement(stream, data.n, count));
  }

  private fromPool(pool: DeferredPool, count: number, stream: Stream): Data {
    return pool.take(sampleWithoutReplacement(stream, pool.size, count));
  }

  /** Statistics that pool are fitted as such, whether or not the points are kept too: the numbers must not differ. */
  private fit(program: Program, train: Data[][], state: SamplesState, stream: Stream): unknown {
    const { family, forms } = this;
    const usesPool = program.instructions.some(({ operation }) => operation === 'pool-whole');
    if (program.filtered && !usesPool) this.checkAccepted(train.flat(), state);
    if (program.weighted) return this.fitWeighted(program, train);
    if (!usesPool || !forms.statistics) {
      return family.fit({ train: concatData(train.flat()), previous: state.model }, stream);
    }
    const law = family.law!;
    if (program.trainsOnPool) return law.fit(state.statistics);
    const statistics = law.create();
    law.addStatistics(statistics, state.statistics);
    for (const piece of train.flat()) law.addData(statistics, piece);
    return law.fit(statistics);
  }

  private checkAccepted(train: Data[], { t }: SamplesState): void {
    const accepted = train.reduce((sum, { n }) => sum + n, 0);
    const { minimumSize } = this.family;
    if (accepted < minimumSize) throw tooFewAccepted(accepted, minimumSize, t + 1);
  }

  private fitWeighted({ instructions }: Program, train: Data[][]): unknown {
    const law = this.family.law!;
    const statistics = law.create();
    train.forEach((pieces, index) => {
      const part = law.create();
      for (const piece of pieces) law.addData(part, piece);
      law.scale!(part, instructions[index].weight);
      law.addStatistics(statistics, part);
    });
    return law.fit(statistics);
  }
}

/** Whether it is the state of a training that is not at its end. */
function isPending(encoded: Json): encoded is { readonly [name: string]: Json } {
  return encoded !== null && typeof encoded === 'object' && !Array.isArray(encoded) && 'training' in encoded;
}
