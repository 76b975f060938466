/** Collects what a run records: observes models, keeps series and snapshots. */
import type { Stream } from '@collapse-lab/math';
import type { Data, Json } from '@collapse-lab/models';
import type { LineageState } from '../lineage/lineage.ts';
import { observerRoot, realPurpose } from '../lineage/purpose.ts';
import { testPoints } from '../lineage/real-supply.ts';
import type { LineageSpec, LineageStreams } from '../lineage/spec.ts';
import type { Metrics, Observer } from '../observer/observer.ts';
import { observerStream } from '../observer/observer-stream.ts';
import type { RunCheckpoint, Series, Snapshot } from './series.ts';

interface GrowingSeries {
  readonly metric: string;
  readonly t: number[];
  readonly value: number[];
}

export interface RecorderSetting {
  readonly spec: LineageSpec;
  readonly observers: readonly Observer[];
  readonly streams: LineageStreams;
  /** Generations that are recorded, and those whose parameters are kept. */
  readonly recorded: ReadonlySet<number>;
  readonly kept: ReadonlySet<number>;
}

export class Recorder {
  private readonly setting: RecorderSetting;
  private readonly root: Stream;
  private readonly byMetric = new Map<string, GrowingSeries>();
  private readonly snapshots: Snapshot[] = [];
  /** Test points by their number. */
  private readonly tests = new Map<number, Data>();
  /** Model 0 in its own memory. */
  private firstModel: unknown;

  constructor(setting: RecorderSetting) {
    this.setting = setting;
    this.root = setting.streams.lineage.split(observerRoot);
  }

  /** Goes on after a checkpoint, with those of its rows that this run records too (all but a last generation). */
  restore({ series, snapshots }: Pick<RunCheckpoint, 'series' | 'snapshots'>, first: Json): void {
    const { recorded, spec } = this.setting;
    if (first !== null) this.firstModel = spec.family.decode(first);
    for (const { metric, t, value } of series) {
      t.forEach((generation, i) => {
        if (recorded.has(generation)) this.add(metric, generation, value[i]);
      });
    }
    this.snapshots.push(...snapshots);
  }

  /** Whether generation t is to be recorded and was not: the last one of a run that was begun as a longer one. */
  misses(t: number): boolean {
    const { recorded, observers } = this.setting;
    if (!recorded.has(t) || observers.length === 0) return false;
    return [...this.byMetric.values()].every((series) => series.t.at(-1) !== t);
  }

  /** Model 0; null before it is fitted. */
  first(): Json {
    return this.firstModel === undefined ? null : this.setting.spec.family.encode(this.firstModel);
  }

  get needsTrain(): boolean {
    return this.setting.observers.some(({ needs }) => needs.includes('train'));
  }

  record(state: LineageState): void {
    const { recorded, kept, spec } = this.setting;
    const { t, model } = state;
    if (t === 0) this.firstModel = spec.family.decode(spec.family.encode(model));
    if (recorded.has(t)) this.observe(state);
    if (kept.has(t)) this.snapshots.push({ t, parameters: spec.family.encode(model) });
  }

  observe(state: LineageState): void {
    for (const observer of this.setting.observers) this.addAll(state.t, this.measure(observer, state));
  }

  /** A copy that later rows leave alone. */
  rows(): { series: Series[]; snapshots: Snapshot[] } {
    const series = [...this.byMetric.values()].map(({ metric, t, value }) => {
      return { metric, t: [...t], value: [...value] };
    });
    return { series, snapshots: [...this.snapshots] };
  }

  private measure(observer: Observer, { t, model, train }: LineageState): Metrics {
    const { family, real } = this.setting.spec;
    const stream = observerStream(this.root, observer.name, t);
    const samples = observer.needs.includes('samples')
      ? family.sample(model, { n: observer.sampleCount ?? 0 }, stream.split(1))
      : undefined;
    return observer.measure({
      t,
      family,
      real,
      model,
      firstModel: this.firstModel,
      stream: stream.split(2),
      ...(observer.needs.includes('train') ? { train: train! } : {}),
      ...(samples === undefined ? {} : { samples }),
      ...(observer.needs.includes('test') ? { test: this.test(observer.testCount ?? 0) } : {}),
    });
  }

  /** Drawn from the stream of the real data, which all workflows and samplers of a seed share. */
  private test(count: number): Data {
    const { spec, streams } = this.setting;
    const points =
      this.tests.get(count) ?? testPoints(spec.real, count, streams.real.split(0, realPurpose.test));
    this.tests.set(count, points);
    return points;
  }

  private addAll(t: number, metrics: Metrics): void {
    for (const [metric, value] of Object.entries(metrics)) this.add(metric, t, value);
  }

  private add(metric: string, t: number, value: number): void {
    let series = this.byMetric.get(metric);
    if (series === undefined) {
      series = { metric, t: [], value: [] };
      this.byMetric.set(metric, series);
    }
    series.t.push(t);
    series.value.push(value);
  }
}
