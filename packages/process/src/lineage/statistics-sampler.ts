/**
 * The law-exact sampler: executes plans on sufficient statistics (corrections to the published tables of shortcuts:
 * replace, accumulate, mixture, fresh-real and fixed subsets; redrawn subsets where the statistics are the data).
 * Everything is accumulated in place, so that a generation of a stationary workflow allocates nothing.
 */
import { binomial, type Stream, sampleWithoutReplacement } from '@collapse-lab/math';
import type { AnyFamily, Blobs, CategoricalModel, Json } from '@collapse-lab/models';
import type { Curation } from '../curate/curation.ts';
import { tooFewAccepted } from '../curate/curation-problems.ts';
import { thinnedModel } from '../curate/thinned-model.ts';
import { Ancestry } from './ancestry.ts';
import { checkPoolSize, decodePart, partsOf } from './encoded-state.ts';
import type { Engine, Setting } from './engine.ts';
import type { LineageState } from './lineage.ts';
import { drawCounts, type Operation, type Program } from './program.ts';
import { purpose, realPurpose } from './purpose.ts';
import { RealSupply } from './real-supply.ts';
import type { LineageStreams } from './spec.ts';

type Law = NonNullable<AnyFamily['law']>;

interface StatisticsState extends LineageState {
  t: number;
  model: unknown;
  lineage: Stream;
  real: Stream;
  readonly supply: RealSupply;
  /** Of the points the last model was fitted to, unless those are the pool. */
  readonly trained: unknown;
  /** Of all points so far; only where plans use the pool. */
  readonly pool: unknown;
  /** Of D_0; only where plans use it after generation 0. */
  readonly initial: unknown;
  /** Of the kept subset of D_0, once it was drawn. */
  kept: unknown;
  readonly ancestry: Ancestry | undefined;
}

export class StatisticsSampler implements Engine<StatisticsState> {
  readonly sampler = 'statistics';
  readonly keepsModels = false;
  private readonly setting: Setting;
  private readonly family: AnyFamily;
  private readonly law: Law;
  /** p_0 as a model of the family, where it is one. */
  private readonly truth: unknown;
  private readonly initialByLaw: boolean;
  /** Models are overwritten by their successors unless they may be drawn from again. */
  private readonly overwritesModels: boolean;
  private scratch: Stream | undefined;
  private pointsScratch: Stream | undefined;
  private realDraws = 0;
  private part: unknown;

  constructor(setting: Setting, realDraw: 'points' | 'law') {
    const { family, real } = setting.spec;
    this.setting = setting;
    this.family = family;
    this.law = family.law!;
    this.truth = real.truth === undefined ? undefined : family.fromTruth?.(real.truth);
    this.initialByLaw = realDraw === 'law' && this.truth !== undefined && this.splitsInitial();
    this.overwritesModels = !setting.memory.ancestors;
  }

  /** Whether subsets of D_0 can be drawn without its points, where plans want any. */
  private splitsInitial(): boolean {
    const { law, setting, truth } = this;
    if (!setting.memory.initial) return true;
    return law.split !== undefined && (law.splitsDrawsOf?.(truth) ?? true);
  }

  init(streams: LineageStreams, reuse?: StatisticsState): StatisticsState {
    const state = this.blank(streams, reuse);
    this.drawInitial(state);
    const { law, setting } = this;
    if (setting.memory.pool !== 'none') law.addStatistics(state.pool, state.trained);
    state.model = setting.inFormat(law.fit(state.trained));
    return state;
  }

  step(state: StatisticsState): StatisticsState {
    const { law, setting, overwritesModels } = this;
    const program = setting.programAt(state.t);
    this.execute(program, state);
    if (state.ancestry !== undefined) state.ancestry.push({ ...program.mixture, model: state.model });
    const statistics = program.trainsOnPool ? state.pool : state.trained;
    const fitted = overwritesModels ? law.fit(statistics, state.model) : law.fit(statistics);
    state.model = setting.inFormat(fitted);
    state.t++;
    return state;
  }

  encode(state: StatisticsState, blobs?: Blobs): Json {
    const { family, law, setting } = this;
    return {
      t: state.t,
      model: family.encode(state.model, blobs),
      used: state.supply.used,
      ...(setting.memory.pool === 'none' ? {} : { pool: law.encode(state.pool) }),
      ...(state.ancestry === undefined ? {} : { ancestry: state.ancestry.encode(family, blobs) }),
    };
  }

  decode(encoded: Json, streams: LineageStreams, blobs?: Blobs): StatisticsState {
    const { family, law, setting } = this;
    const { pool, ancestors } = setting.memory;
    const names = [
      't',
      'model',
      'used',
      ...(pool === 'none' ? [] : ['pool']),
      ...(ancestors ? ['ancestry'] : []),
    ];
    const parts = partsOf(encoded, names);
    const state = this.blank(streams);
    state.t = parts.t;
    state.supply.resume(parts.used, setting.spec.sizes.initial);
    state.model = decodePart(parts, 'model', (model) => family.decode(model, blobs));
    if (setting.keepsInitial) this.drawInitial(state);
    if (pool !== 'none') {
      law.addStatistics(
        state.pool,
        decodePart(parts, 'pool', (statistics) => law.decode(statistics)),
      );
      checkPoolSize(setting.spec, 'pool', state.t, law.count(state.pool));
    }
    decodePart(parts, 'ancestry', (levels) => state.ancestry?.decode(family, levels, blobs));
    return state;
  }

  private blank(streams: LineageStreams, reuse?: StatisticsState): StatisticsState {
    this.scratch ??= streams.lineage.split(0);
    this.pointsScratch ??= streams.lineage.split(0);
    return reuse === undefined ? this.create(streams) : this.clear(reuse, streams);
  }

  private create({ real, lineage }: LineageStreams): StatisticsState {
    const { law, setting } = this;
    return {
      t: 0,
      model: undefined,
      lineage,
      real,
      supply: new RealSupply(setting.spec.real, real),
      trained: law.create(),
      pool: setting.memory.pool === 'none' ? undefined : law.create(),
      initial: setting.keepsInitial ? law.create() : undefined,
      kept: undefined,
      ancestry: setting.memory.ancestors ? new Ancestry() : undefined,
    };
  }

  private clear(state: StatisticsState, { real, lineage }: LineageStreams): StatisticsState {
    const { law } = this;
    state.t = 0;
    state.lineage = lineage;
    state.real = real;
    state.supply.restart(real);
    if (state.pool !== undefined) law.clear(state.pool);
    if (state.initial !== undefined) law.clear(state.initial);
    state.kept = undefined;
    state.ancestry?.clear();
    return state;
  }

  /** Statistics of D_0 into `trained`, and into `initial` where plans come back to it. */
  private drawInitial(state: StatisticsState): void {
    const { law, setting } = this;
    const n = setting.spec.sizes.initial;
    law.clear(state.trained);
    if (this.initialByLaw) {
      law.addDraw(state.trained, this.truth, n, state.real.splitInto(this.scratch!, 0, realPurpose.initial));
    } else {
      for (const points of state.supply.initialChunks(n)) law.addData(state.trained, points);
    }
    if (state.initial !== undefined) law.addStatistics(state.initial, state.trained);
  }

  /** Leaves the statistics of D_{t+1} in `trained`, or in `pool` where that is what is trained on. */
  private execute(program: Program, state: StatisticsState): void {
    const { law, setting } = this;
    const { relabels } = setting;
    const { instructions } = program;
    const generation = state.t + 1;
    const counts =
      program.sharedCount === 0
        ? program.fixedCounts
        : drawCounts(program, state.lineage.splitInto(this.scratch!, generation, purpose.counts));
    if (!program.trainsOnPool) law.clear(state.trained);
    this.realDraws = 0;
    for (let i = 0; i < instructions.length; i++) {
      const { operation, toPool, filter, weight } = instructions[i];
      const into = weight === 1 ? (toPool ? state.pool : state.trained) : this.emptyPart();
      if (operation === 'model') {
        if (filter !== undefined) this.addThinned(into, filter, counts[i], i, state);
        else {
          const stream = state.lineage.splitInto(this.scratch!, generation, purpose.points, i);
          law.addDraw(into, state.model, counts[i], stream, relabels ? state.initial : undefined);
        }
      } else if (operation === 'real') {
        this.addReal(counts[i], state, into);
      } else if (operation !== 'pool-whole' || !program.trainsOnPool) {
        this.add(operation, counts[i], i, state);
      }
      if (weight === 1) continue;
      law.scale!(into, weight);
      law.addStatistics(state.trained, into);
    }
    if (program.filtered) this.checkAccepted(program, state);
  }

  /** Room for the statistics of a part that is weighted before it is pooled. */
  private emptyPart(): unknown {
    this.part ??= this.law.create();
    this.law.clear(this.part);
    return this.part;
  }

  /** Those of `count` draws from a categorical that thinning keeps. */
  private addThinned(
    into: unknown,
    filter: Curation,
    count: number,
    index: number,
    state: StatisticsState,
  ): void {
    const generation = state.t + 1;
    const { share, model } = thinnedModel(
      state.model as CategoricalModel,
      (filter as Extract<Curation, { kind: 'thinning' }>).keep,
    );
    const kept = binomial(
      state.lineage.splitInto(this.scratch!, generation, purpose.filter, index),
      count,
      share,
    );
    const stream = state.lineage.splitInto(this.scratch!, generation, purpose.points, index);
    this.law.addDraw(into, model, kept, stream);
  }

  private checkAccepted({ trainsOnPool }: Program, state: StatisticsState): void {
    const accepted = this.law.count(trainsOnPool ? state.pool : state.trained);
    const { minimumSize } = this.family;
    if (accepted < minimumSize) throw tooFewAccepted(accepted, minimumSize, state.t + 1);
  }

  /** Adds a part that comes neither from the last model nor from p_0 alone to `trained`. */
  private add(operation: Operation, count: number, index: number, state: StatisticsState): void {
    if (operation === 'distribution') this.addDistribution(count, index, state);
    else this.law.addStatistics(state.trained, this.earlier(operation, count, index, state));
  }

  /** The statistics of an earlier set or of a subset of it. */
  private earlier(operation: Operation, count: number, index: number, state: StatisticsState): unknown {
    switch (operation) {
      case 'initial-whole':
        return state.initial;
      case 'initial-fixed-subset':
        state.kept ??= this.keep(count, state);
        return state.kept;
      case 'initial-redrawn-subset':
        return this.redrawn(state.initial, count, index, state);
      case 'pool-redrawn-subset':
        return this.redrawn(state.pool, count, index, state);
      default:
        return state.pool;
    }
  }

  private addDistribution(count: number, index: number, state: StatisticsState): void {
    const { law } = this;
    const generation = state.t + 1;
    const walk = state.lineage.splitInto(this.scratch!, generation, purpose.ancestry, index);
    const points = state.lineage.splitInto(this.pointsScratch!, generation, purpose.points, index);
    const real = state.ancestry!.divide(count, walk, (model, n) =>
      law.addDraw(state.trained, model, n, points),
    );
    this.addReal(real, state, state.trained);
  }

  private addReal(count: number, state: StatisticsState, into: unknown): void {
    if (count === 0) return;
    const generation = state.t + 1;
    const index = this.realDraws++;
    if (this.truth === undefined) {
      this.law.addData(into, state.supply.fresh(count, generation, index));
    } else {
      const stream = state.real.splitInto(this.scratch!, generation, realPurpose.fresh, index);
      this.law.addDraw(into, this.truth, count, stream);
    }
  }

  /**
   * The kept subset of D_0. Where D_0 was drawn as points it is one of them, the same as that of the other sampler;
   * the law of a split holds for data of the family only.
   */
  private keep(count: number, state: StatisticsState): unknown {
    const { law } = this;
    const stream = state.real.split(0, realPurpose.fixedSubset);
    if (this.initialByLaw) return law.split!(state.initial, count, stream)[0];
    const { initial } = this.setting.spec.sizes;
    const kept = law.create();
    law.addData(kept, state.supply.initialRows(initial, sampleWithoutReplacement(stream, initial, count)));
    return kept;
  }

  private redrawn(whole: unknown, count: number, index: number, state: StatisticsState): unknown {
    const stream = state.lineage.splitInto(this.scratch!, state.t + 1, purpose.subset, index);
    return this.law.split!(whole, count, stream)[0];
  }
}
