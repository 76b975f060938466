/** Workflows as plans, the generational loop, ensembles and observers. */

// curation
export type { Curation } from './curate/curation.ts';
// ensembles
export {
  type EnsembleRequest,
  type EnsembleResult,
  ensemble,
  replicateStreams,
} from './ensemble/ensemble.ts';
// lineages
export { createLineage, type LineageOptions } from './lineage/create-lineage.ts';
export type { Lineage, LineageState } from './lineage/lineage.ts';
export { RealDataExhaustedError } from './lineage/real-supply.ts';
export type { LineageSpec, LineageStreams, NumberFormat, SamplerName } from './lineage/spec.ts';
export { numberFormats, samplerNames, validateLineage } from './lineage/validate-lineage.ts';
export { type ShortcutQuestion, whyNotStatistics } from './lineage/why-not-statistics.ts';
export type { Phase, WorkProgress } from './lineage/work.ts';
// observers
export type { Artifact, ArtifactKeeper, ArtifactRow } from './observer/artifact.ts';
export {
  type CollapseTimeSummary,
  collapseTime,
  summariseCollapseTimes,
} from './observer/collapse-time.ts';
export { defineObserver, type ObserverDefinition } from './observer/define-observer.ts';
export type { HistogramJson } from './observer/language/histogram.ts';
export type { TextsJson } from './observer/language/texts.ts';
export type { MetricRecord, Metrics, Observation, Observer, ObserverNeed } from './observer/observer.ts';
export { pictureGrid } from './observer/pictures.ts';
export { observers } from './observer/registry.ts';
// profile
export {
  type CollapseProfile,
  collapseProfile,
  withScaling,
} from './profile/collapse-profile.ts';
export {
  earlyAndLateCollapse,
  type Loss,
  type LossName,
  type LossOptions,
} from './profile/early-late.ts';
export {
  type Contribution,
  decomposeErrors,
  type Effect,
  type EffectPoint,
  type ErrorDecomposition,
  type FactorialRequest,
} from './profile/error-decomposition.ts';
export {
  actsAtFirstOnly,
  type ErrorStatement,
  expressivityStatement,
  type SizeDistances,
  vanishesWithSize,
  vanishingStatement,
} from './profile/error-statements.ts';
export { whyNoPowerLaw } from './profile/exact-distance.ts';
export {
  type CollapseTime,
  kaplanMeier,
  type SurvivalCurve,
  type SurvivalPoint,
} from './profile/kaplan-meier.ts';
export {
  defaultThresholds,
  type ProfileMetrics,
  type ProfileOptions,
  type ProfileThresholds,
} from './profile/profile-options.ts';
export { type RealReference, realReference } from './profile/real-reference.ts';
export {
  commonRisk,
  isNoRisk,
  isRisk,
  riskMetrics,
  risksAmong,
  withDerivedRisks,
} from './profile/risk-metric.ts';
export type { ScalingPoint } from './profile/scaling-law.ts';
export { studentUpperQuantile } from './profile/student-quantile.ts';
export { collapseDefinitions, type DefinitionVerdict, type Verdict } from './profile/verdict.ts';
export { whatWouldTell } from './profile/what-would-tell.ts';
// runs
export { type RecordPolicy, recordedGenerations, recordProblems } from './run/record.ts';
export {
  beginRun,
  GenerationError,
  type LineageRun,
  observerProblems,
  type RunProgress,
  type RunRequest,
  type RunResult,
  runLineage,
  runProblems,
} from './run/run-lineage.ts';
export type { RunCheckpoint, Series, Snapshot } from './run/series.ts';
export { goldenWeight } from './workflow/golden-weight.ts';
export { type MixtureWeights, mixtureWeights } from './workflow/mixture-weights.ts';
export type { Amount, Draw, Part, Plan, Source } from './workflow/plan.ts';
// workflows
export {
  createPlanner,
  keptCount,
  planNext,
  type WorkflowMemory,
  type WorkflowPlanner,
  workflowKinds,
} from './workflow/planner.ts';
export { describeProblem, InvalidSpecError, type Problem } from './workflow/problem.ts';
export { isConstant, type Schedule, scheduleAt, scheduleProblems, sizeAt } from './workflow/schedule.ts';
export { validateWorkflow, type WorkflowLimits } from './workflow/validate-workflow.ts';
export type { Planner, Sizes, WorkflowSpec } from './workflow/workflow.ts';
