/** Collects what a run records: observes models, keeps series and snapshots. */
import type { Stream } from '@collapse-lab/math';
import type { Blobs, Data, Json, SampleRequest } from '@collapse-lab/models';
import type { LineageState } from '../lineage/lineage.ts';
import { observerRoot, realPurpose } from '../lineage/purpose.ts';
import { RealSupply, testPoints } from '../lineage/real-supply.ts';
import { continuesPrompts } from '../lineage/relabel-problems.ts';
import type { LineageSpec, LineageStreams } from '../lineage/spec.ts';
import type { ArtifactKeeper, ArtifactRow } from '../observer/artifact.ts';
import type { Metrics, Observation, Observer } from '../observer/observer.ts';
import { observerStream } from '../observer/observer-stream.ts';
import type { RunCheckpoint, Snapshot } from './series.ts';

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
  /** Whether a model stays as it is when the next one is made. */
  readonly keepsModels: boolean;
  /** Keeps what is large of models. */
  readonly blobs?: Blobs | undefined;
  /** Keeps what observers make beside metrics; without it nothing is made. */
  readonly keepArtifact?: ArtifactKeeper | undefined;
}

export class Recorder {
  private readonly setting: RecorderSetting;
  private readonly root: Stream;
  private readonly byMetric = new Map<string, GrowingSeries>();
  private readonly snapshots: Snapshot[] = [];
  private readonly artifacts: ArtifactRow[] = [];
  /** Test points by their number. */
  private readonly tests = new Map<number, Data>();
  /** D_0, once it was asked for. */
  private initial: Data | undefined;
  /** Model 0 in its own memory. */
  private firstModel: unknown;
  private encodedFirst: Json = null;

  constructor(setting: RecorderSetting) {
    this.setting = setting;
    this.root = setting.streams.lineage.split(observerRoot);
  }

  /** Goes on after a checkpoint, with those of its rows that this run records too (all but a last generation). */
  restore({ series, snapshots, artifacts = [] }: Omit<RunCheckpoint, 't' | 'state'>, first: Json): void {
    const { recorded, spec } = this.setting;
    if (first !== null) this.firstModel = spec.family.decode(first, this.setting.blobs);
    this.encodedFirst = first;
    for (const { metric, t, value } of series) {
      t.forEach((generation, i) => {
        if (recorded.has(generation)) this.add(metric, generation, value[i]);
      });
    }
    this.snapshots.push(...snapshots);
    this.artifacts.push(...artifacts.filter(({ t }) => recorded.has(t)));
  }

  /** Whether generation t is to be recorded and was not: the last one of a run that was begun as a longer one. */
  misses(t: number): boolean {
    const { recorded, observers } = this.setting;
    if (!recorded.has(t) || observers.length === 0) return false;
    const last = [...this.byMetric.values()].map((series) => series.t.at(-1));
    return ![...last, this.artifacts.at(-1)?.t].includes(t);
  }

  /** Model 0; null before it is fitted. */
  first(): Json {
    if (this.encodedFirst === null && this.firstModel !== undefined)
      this.encodedFirst = this.encode(this.firstModel);
    return this.encodedFirst;
  }

  get needsTrain(): boolean {
    return this.setting.observers.some(({ needs }) => needs.includes('train'));
  }

  record(state: LineageState): void {
    const { recorded, kept, keepsModels, spec } = this.setting;
    const { t, model } = state;
    if (t === 0) this.firstModel = keepsModels ? model : spec.family.decode(spec.family.encode(model));
    if (recorded.has(t)) this.observe(state);
    if (kept.has(t)) this.snapshots.push({ t, parameters: this.encode(model) });
  }

  private encode(model: unknown): Json {
    const { spec, blobs } = this.setting;
    return spec.family.encode(model, blobs);
  }

  observe(state: LineageState): void {
    const { observers, keepArtifact } = this.setting;
    for (const observer of observers) {
      const observation = this.observationOf(observer, state);
      this.addAll(state.t, observer.measure(observation));
      if (keepArtifact !== undefined) this.addArtifact(observer, observation, keepArtifact);
    }
  }

  /** A copy that later rows leave alone. */
  rows(): Omit<RunCheckpoint, 't' | 'state'> {
    const series = [...this.byMetric.values()].map(({ metric, t, value }) => {
      return { metric, t: [...t], value: [...value] };
    });
    const { snapshots, artifacts } = this;
    return {
      series,
      snapshots: [...snapshots],
      ...(artifacts.length > 0 && { artifacts: [...artifacts] }),
    };
  }

  private observationOf(observer: Observer, { t, model, train }: LineageState): Observation {
    const { family, real } = this.setting.spec;
    const stream = observerStream(this.root, observer.name, t);
    const samples = observer.needs.includes('samples')
      ? family.sample(model, this.sampleRequest(observer), this.sampleStream(observer, stream))
      : undefined;
    return {
      t,
      family,
      real,
      model,
      firstModel: this.firstModel,
      stream: stream.split(2),
      ...(observer.needs.includes('train') ? { train: train! } : {}),
      ...(samples === undefined ? {} : { samples }),
      ...(observer.needs.includes('test') ? { test: this.test(observer.testCount ?? 0) } : {}),
      ...(observer.needs.includes('initial') ? { initial: this.initialPoints() } : {}),
    };
  }

  /** With the prompts of D_0 for a model that continues them. Inputs of a regression are new ones. */
  private sampleRequest({ sampleCount = 0 }: Observer): SampleRequest {
    if (!continuesPrompts(this.setting.spec.family)) return { n: sampleCount };
    return { n: sampleCount, given: this.initialPoints() };
  }

  private initialPoints(): Data {
    const { spec, streams } = this.setting;
    this.initial ??= new RealSupply(spec.real, streams.real).initial(spec.sizes.initial);
    return this.initial;
  }

  private sampleStream({ name, pairedSamples }: Observer, own: Stream): Stream {
    if (pairedSamples !== true) return own.split(1);
    return observerStream(this.setting.streams.real.split(0, realPurpose.paired), name, 0);
  }

  /** Drawn from the stream of the real data, which all workflows and samplers of a seed share. */
  private test(count: number): Data {
    const { spec, streams } = this.setting;
    const points =
      this.tests.get(count) ?? testPoints(spec.real, count, streams.real.split(0, realPurpose.test));
    this.tests.set(count, points);
    return points;
  }

  private addArtifact({ name, artifact }: Observer, observation: Observation, keep: ArtifactKeeper): void {
    const made = artifact?.(observation);
    if (made === undefined) return;
    const { about, format, bytes } = made;
    this.artifacts.push({ t: observation.t, observer: name, about, file: keep(bytes, format) });
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
