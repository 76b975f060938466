/**
 * The sampler of points: executes plans by drawing every point that is trained on, for any family. Old points are not
 * read again where their statistics pool, and not made before a subset of the pool holds them.
 */
import { type Stream, sampleWithoutReplacement } from '@collapse-lab/math';
import { type AnyFamily, type Blobs, concatData, type Data, type Json } from '@collapse-lab/models';
import { tooFewAccepted } from '../curate/curation-problems.ts';
import { Ancestry } from './ancestry.ts';
import { checkPoolSize, decodePart, partsOf, type StateParts } from './encoded-state.ts';
import type { Engine, Setting } from './engine.ts';
import type { LineageState } from './lineage.ts';
import { countsOf, type Operation, type Program } from './program.ts';
import { purpose } from './purpose.ts';
import { freshReal, type RealDraws, realPart, subsetStream } from './real-part.ts';
import { RealSupply } from './real-supply.ts';
import { DeferredPool, PointsPool } from './samples-pool.ts';
import type { LineageStreams } from './spec.ts';

interface SamplesState extends LineageState {
  t: number;
  model: unknown;
  train: Data | undefined;
  readonly streams: LineageStreams;
  readonly supply: RealSupply;
  /** D_0; only where plans use it after generation 0. */
  initial: Data | undefined;
  kept: Data | undefined;
  /** The pool as statistics, where the family's pool. */
  statistics: unknown;
  points: PointsPool | undefined;
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
  readonly keepsModels = false;
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
    if (this.forms.points) state.points = new PointsPool(train);
    if (this.forms.statistics) this.family.law!.addData(state.statistics, train);
    return train;
  }

  step(state: SamplesState): SamplesState {
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

  encode(state: SamplesState, blobs?: Blobs): Json {
    const { family } = this;
    return {
      t: state.t,
      model: family.encode(state.model, blobs),
      used: state.supply.used,
      ...(state.statistics === undefined ? {} : { statistics: family.law!.encode(state.statistics) }),
      ...(state.points === undefined ? {} : { points: state.points.encode(blobs) }),
      ...(state.deferred === undefined ? {} : { deferred: state.deferred.encode(state.t, blobs) }),
      ...(state.ancestry === undefined ? {} : { ancestry: state.ancestry.encode(family, blobs) }),
    };
  }

  decode(encoded: Json, streams: LineageStreams, blobs?: Blobs): SamplesState {
    const { family, setting, forms } = this;
    const parts = partsOf(encoded, this.partNames(), forms.statistics ? ['points'] : []);
    const state = this.blank(streams);
    state.t = parts.t;
    state.supply.resume(parts.used, setting.spec.sizes.initial);
    state.model = decodePart(parts, 'model', (model) => family.decode(model, blobs));
    if (setting.keepsInitial || forms.deferred) {
      this.keepInitial(state, state.supply.initial(setting.spec.sizes.initial));
    }
    this.decodePool(parts, state, blobs);
    decodePart(parts, 'ancestry', (ancestry) => state.ancestry?.decode(family, ancestry, blobs));
    return state;
  }

  private decodePool(parts: StateParts, state: SamplesState, blobs: Blobs | undefined): void {
    const { family, forms } = this;
    const { spec } = this.setting;
    if (forms.statistics) {
      state.statistics = decodePart(parts, 'statistics', (pool) => family.law!.decode(pool));
      checkPoolSize(spec, 'statistics', state.t, family.law!.count(state.statistics));
    }
    if (forms.points) {
      state.points = decodePart(parts, 'points', (pool) => PointsPool.decode(pool, blobs));
      checkPoolSize(spec, 'points', state.t, state.points.whole().n);
    }
    if (state.deferred === undefined) return;
    decodePart(parts, 'deferred', (pool) => state.deferred!.decode(pool, blobs));
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
    const counts = countsOf(program, state.streams.lineage, state.t + 1);
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
    state.points?.add(batch);
  }

  private pieces(
    operation: Operation,
    count: number,
    index: number,
    state: SamplesState,
    draws: RealDraws,
  ): Data[] {
    switch (operation) {
      case 'model':
        return [this.fromModel(count, index, state)];
      case 'distribution':
        return this.fromDistribution(count, index, state, draws);
      case 'pool-redrawn-subset':
        return [this.fromPool(state.deferred!, count, subsetStream(index, state))];
      case 'pool-whole':
        return state.points === undefined || this.forms.statistics ? [] : [state.points.whole()];
      default:
        return [realPart(operation, count, index, state, draws)];
    }
  }

  private fromModel(count: number, index: number, state: SamplesState): Data {
    const stream = state.streams.lineage.split(state.t + 1, purpose.points, index);
    const batch = this.family.sample(state.model, this.setting.requestOf(count, state.initial), stream);
    const { verifier } = this.setting;
    if (verifier === undefined) return batch;
    return verifier(batch, state.streams.lineage.split(state.t + 1, purpose.filter, index));
  }

  private fromDistribution(count: number, index: number, state: SamplesState, draws: RealDraws): Data[] {
    const { lineage } = state.streams;
    const walk = lineage.split(state.t + 1, purpose.ancestry, index);
    const points = lineage.split(state.t + 1, purpose.points, index);
    const pieces: Data[] = [];
    const real = state.ancestry!.divide(count, walk, (model, n) => {
      pieces.push(
        this.family.sample(
          model,
          this.setting.requestOf(n, state.initial),
          this.streamOf(pieces.length, points),
        ),
      );
    });
    return [...pieces, freshReal(real, state, draws)];
  }

  /** Families of sequences split their stream, and its children do not depend on how far it was read. */
  private streamOf(piece: number, points: Stream): Stream {
    return this.family.shape.kind === 'sequences' ? points.split(piece) : points;
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
