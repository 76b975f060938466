/** Runs one lineage: steps, observes, takes snapshots, and can be stopped and continued bit for bit. */

import { CollapseLabError, InvalidArgumentError } from '@collapse-lab/math';
import type { Blobs, Json } from '@collapse-lab/models';
import { createLineage } from '../lineage/create-lineage.ts';
import type { Lineage, LineageState } from '../lineage/lineage.ts';
import { whyNoTestPoints } from '../lineage/real-supply.ts';
import type { LineageSpec, LineageStreams } from '../lineage/spec.ts';
import { validateLineage } from '../lineage/validate-lineage.ts';
import type { WorkProgress } from '../lineage/work.ts';
import type { ArtifactKeeper } from '../observer/artifact.ts';
import type { Observer } from '../observer/observer.ts';
import { InvalidSpecError, type Problem } from '../workflow/problem.ts';
import { generationListProblems, type RecordPolicy, recordedGenerations, recordProblems } from './record.ts';
import { Recorder } from './recorder.ts';
import type { RunCheckpoint } from './series.ts';

export interface RunRequest {
  readonly spec: LineageSpec;
  readonly streams: LineageStreams;
  /** T: models 0 … T, that is T + 1 fits. */
  readonly generations: number;
  readonly observers?: readonly Observer[];
  /** Default `all`. */
  readonly record?: RecordPolicy;
  /** Generations whose parameters are kept; those beyond `generations` are ignored. */
  readonly snapshots?: readonly number[];
  /** Keeps what observers make beside metrics, `pictures` for one; without it nothing is made. */
  readonly keepArtifact?: ArtifactKeeper;
  /**
   * Continue here: the checkpoint of an interrupted run, or the result of a shorter one. Its specification, streams,
   * observers, record policy and snapshots must be those of this request.
   */
  readonly from?: RunCheckpoint | undefined;
  /** Keeps what is large of models and states beside the JSON of checkpoints; without it all of them are JSON. */
  readonly blobs?: Blobs | undefined;
  /** Called after every generation, and after some steps towards one. `'stop'` ends the run; its result can be continued. */
  readonly onStep?: (progress: RunProgress) => 'stop' | undefined;
}

export interface RunProgress {
  /** Generation of the last fitted model; −1 while model 0 is trained. */
  readonly t: number;
  readonly generations: number;
  /** How far model t + 1 is, where the family works in steps. */
  readonly work?: WorkProgress;
  /** Encodes the run so far; costs time only when called. */
  checkpoint(): RunCheckpoint;
}

export interface RunResult extends RunCheckpoint {
  /** False where `onStep` stopped the run before its last generation. */
  readonly finished: boolean;
  readonly sampler: 'statistics' | 'samples';
}

/** A generation could not be made or fitted; `cause` is what went wrong. */
export class GenerationError extends CollapseLabError {
  override readonly name: string = 'GenerationError';
  readonly t: number;

  constructor(t: number, cause: unknown) {
    super(`Generation ${t}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.t = t;
  }
}

/**
 * Runs a lineage to model T. The same request gives the same numbers, in one go or in pieces.
 *
 * @throws InvalidSpecError with everything that is wrong with the request, before anything is computed
 * @throws GenerationError when a generation cannot be made or fitted
 */
export function runLineage(request: RunRequest): RunResult {
  const { from, onStep } = request;
  const run = beginRun(request);
  let stopped = from === undefined && onStep?.(run.progress()) === 'stop';
  while (!stopped && !run.finished) {
    run.step();
    stopped = onStep?.(run.progress()) === 'stop';
  }
  return { ...run.checkpoint(), finished: run.finished, sampler: run.sampler };
}

/** A run that its caller drives. */
export interface LineageRun {
  readonly sampler: 'statistics' | 'samples';
  readonly finished: boolean;
  /** One generation, or some steps towards one. Not after the run is finished. */
  step(): void;
  progress(): RunProgress;
  checkpoint(): RunCheckpoint;
}

/** The same as `runLineage`, which says what it throws, but step by step: model 0 is fitted, or begun. */
export function beginRun(request: Omit<RunRequest, 'onStep'>): LineageRun {
  const problems = runProblems(request);
  if (problems.length > 0) throw new InvalidSpecError(problems);
  return new Run(request);
}

class Run implements LineageRun {
  readonly #generations: number;
  readonly #blobs: Blobs | undefined;
  readonly #lineage: Lineage;
  readonly #recorder: Recorder;
  #state: LineageState;

  constructor(request: RunRequest) {
    const { spec, streams, generations, observers = [], from, blobs } = request;
    const keepTrain = observers.some(({ needs }) => needs.includes('train'));
    this.#generations = generations;
    this.#blobs = blobs;
    this.#lineage = createLineage(spec, streams, { keepTrain, generations });
    this.#recorder = createRecorder(request, this.#lineage);
    this.#state =
      from === undefined
        ? start(this.#lineage, this.#recorder)
        : resume(this.#lineage, this.#recorder, from, blobs);
  }

  get sampler(): 'statistics' | 'samples' {
    return this.#lineage.sampler;
  }

  get finished(): boolean {
    return this.#state.t === this.#generations;
  }

  step(): void {
    const { t } = this.#state;
    this.#state = attempt(t + 1, () => this.#lineage.step(this.#state));
    if (this.#state.t > t) this.#recorder.record(this.#state);
  }

  progress(): RunProgress {
    const { t, work } = this.#state;
    const checkpoint = (): RunCheckpoint => this.checkpoint();
    return { t, generations: this.#generations, checkpoint, ...(work === undefined ? {} : { work }) };
  }

  checkpoint(): RunCheckpoint {
    const state = {
      sampler: this.sampler,
      first: this.#recorder.first(),
      lineage: this.#lineage.encode(this.#state, this.#blobs),
    };
    return { t: this.#state.t, state, ...this.#recorder.rows() };
  }
}

/** Everything that is wrong with a request; empty when it can run. */
export function runProblems({
  spec,
  generations,
  observers = [],
  record = 'all',
  ...rest
}: RunRequest): Problem[] {
  const { snapshots = [], from } = rest;
  const keepTrain = observers.some(({ needs }) => needs.includes('train'));
  const problems = [
    ...validateLineage(spec, { generations, keepTrain }),
    ...observerProblems(observers, spec),
    ...recordProblems(record),
    ...generationListProblems(snapshots, ['snapshots']),
  ];
  if (from !== undefined && from.t > generations) {
    problems.push({
      path: ['generations'],
      got: generations,
      expected: `at least ${from.t}, where the run stopped`,
    });
  }
  return problems;
}

/** Observers that refuse the model or the real data, and metrics that two observers would write. */
export function observerProblems(
  observers: readonly Observer[],
  spec: Pick<LineageSpec, 'family' | 'real'>,
): Problem[] {
  const writers = new Map<string, string>();
  return observers.flatMap((observer, index): Problem[] => {
    const path = ['observers', index];
    const reason = observer.refuses(spec.family, spec.real) ?? whyNoTest(observer, spec.real);
    if (reason !== undefined)
      return [{ path, got: observer.name, expected: `an observer for this: ${reason}` }];
    const taken = Object.keys(observer.metrics).find((metric) => writers.has(metric));
    for (const metric of Object.keys(observer.metrics)) writers.set(metric, observer.name);
    if (taken === undefined) return [];
    return [{ path, got: observer.name, expected: `metrics that no other observer writes, unlike ${taken}` }];
  });
}

function whyNoTest({ needs, testCount = 0 }: Observer, real: LineageSpec['real']): string | undefined {
  return needs.includes('test') ? whyNoTestPoints(real, testCount) : undefined;
}

function createRecorder(
  { spec, streams, generations, observers = [], ...rest }: RunRequest,
  { keepsModels }: Lineage,
): Recorder {
  const { record = 'all', snapshots = [], keepArtifact, blobs } = rest;
  return new Recorder({
    keepArtifact,
    blobs,
    keepsModels,
    spec,
    observers,
    streams,
    recorded: new Set(recordedGenerations(record, generations)),
    kept: new Set(snapshots),
  });
}

function start(lineage: Lineage, recorder: Recorder): LineageState {
  const state = attempt(0, () => lineage.init());
  if (state.t === 0) recorder.record(state);
  return state;
}

function resume(
  lineage: Lineage,
  recorder: Recorder,
  from: RunCheckpoint,
  blobs: Blobs | undefined,
): LineageState {
  const { sampler, first, lineage: encoded } = (from.state ?? {}) as { [name: string]: Json };
  if (sampler !== lineage.sampler) {
    const expected = `a state of sampler ${lineage.sampler}, which this request resolves to`;
    throw new InvalidSpecError([{ path: ['from', 'state', 'sampler'], got: sampler, expected }]);
  }
  const state = decodeState(lineage, encoded, blobs);
  recorder.restore(from, first);
  if (recorder.misses(state.t)) recordLate(state, recorder);
  return state;
}

function decodeState(lineage: Lineage, encoded: Json, blobs: Blobs | undefined): LineageState {
  try {
    return lineage.decode(encoded, blobs);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const { argument, got, expected, remedy } = error;
    const path = ['from', 'state', argument.replace(/^encoded/, 'lineage')];
    throw new InvalidSpecError([{ path, got, expected, ...(remedy === undefined ? {} : { remedy }) }]);
  }
}

/** The last generation of a run that was begun as a longer one, for which it was none to record. */
function recordLate(state: LineageState, recorder: Recorder): void {
  if (recorder.needsTrain) {
    const expected = `more than ${state.t}: an observer looks at the training points, which a stopped run does not keep`;
    throw new InvalidSpecError([{ path: ['generations'], got: state.t, expected }]);
  }
  recorder.observe(state);
}

function attempt(t: number, make: () => LineageState): LineageState {
  try {
    return make();
  } catch (error) {
    throw new GenerationError(t, error);
  }
}
