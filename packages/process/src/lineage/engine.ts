/** What the samplers have in common: one setting, compiled once, that runs lineages of any streams. */
import { roundTo } from '@collapse-lab/math';
import type { Blobs, Data, Json, SampleRequest } from '@collapse-lab/models';
import { createVerifier, type Verifier } from '../curate/verifier.ts';
import { createPlanner, type WorkflowMemory } from '../workflow/planner.ts';
import type { LineageState } from './lineage.ts';
import { compilePlan, type Program } from './program.ts';
import type { LineageSpec, LineageStreams } from './spec.ts';

export interface Engine<State extends LineageState = LineageState> {
  readonly sampler: 'statistics' | 'samples';
  /** Whether every generation has a model of its own, which no step overwrites. */
  readonly keepsModels: boolean;
  /** Model 0. `reuse` lends the memory of a state that is no longer needed. */
  init(streams: LineageStreams, reuse?: State): State;
  step(state: State): State;
  encode(state: State, blobs?: Blobs): Json;
  decode(encoded: Json, streams: LineageStreams, blobs?: Blobs): State;
}

export interface EngineOptions {
  /** Keep D_t as points in the state, for observers that need `train`. Samples only. Default false. */
  readonly keepTrain?: boolean;
  /**
   * How D_0 becomes statistics. `points` (default): drawn as points and reduced, so that D_0 is the same for both
   * samplers. `law`: drawn by the law of its statistics where p_0 belongs to the family, which costs less.
   */
  readonly realDraw?: 'points' | 'law';
}

/** The setting as all samplers use it. */
export interface Setting {
  readonly spec: LineageSpec;
  readonly memory: WorkflowMemory;
  /** True where models label the inputs of D_0: it is then passed to them as `given`. */
  readonly relabels: boolean;
  /** Whether D_0 is kept after generation 0. */
  readonly keepsInitial: boolean;
  /** What curates points of the model; undefined where nothing does. */
  readonly verifier: Verifier | undefined;
  /** `n` points of a model, for the inputs of D_0 where models label those. */
  requestOf(n: number, initial: Data | undefined): SampleRequest;
  /** The compiled plan for D_{t+1}. */
  programAt(t: number): Program;
  /** The model with its parameters in the number format of the lineage. */
  inFormat(model: unknown): unknown;
}

export function prepareSetting(spec: LineageSpec): Setting {
  const { memory, stationary, plan } = createPlanner(spec.workflow, spec.sizes);
  const { curate } = spec.workflow;
  const relabels = spec.family.conditional === 'fixed';
  const first = stationary ? compilePlan(plan(0)) : undefined;
  return {
    spec,
    memory,
    relabels,
    keepsInitial: memory.initial || relabels,
    verifier: curate === undefined ? undefined : createVerifier(curate, spec.real),
    requestOf: (n, initial) => (relabels ? { n, given: initial! } : { n }),
    programAt: (t) => first ?? compilePlan(plan(t)),
    inFormat: formatter(spec),
  };
}

function formatter({ family, numberFormat }: LineageSpec): (model: unknown) => unknown {
  if (numberFormat === 'f64') return (model) => model;
  const round = (value: number): number => roundTo(numberFormat, value);
  return (model) => family.mapParameters!(model, round);
}
