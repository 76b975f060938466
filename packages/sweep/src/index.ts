// experiment

export { buildLineage } from './cell/build-lineage.ts';
export type { Cell, CellParameters } from './cell/cell.ts';
export { chunkCells, chunksOf, type Share } from './cell/chunk-cells.ts';
export { DataFileError, type DataFileOptions, parseDataFile } from './cell/data-file.ts';
export { type CellEstimate, estimate } from './cell/estimate.ts';
export { expand } from './cell/expand.ts';
export { ChangedFileError } from './cell/file-content.ts';
export { openFolder, writeOutputFile } from './cell/file-folder.ts';
export { type IdxArray, parseIdx, readIdxFile } from './cell/idx-file.ts';
export { FamilyModuleError } from './cell/load-family.ts';
export type { CellResult, Series } from './cell/result.ts';
// cell
export {
  bestEngine,
  type EngineAvailability,
  type EngineClass,
  EngineError,
  type EngineName,
  engineAvailability,
  engineNames,
} from './engine/engines.ts';
export { autoEngine, recordAutoEngine } from './engine/recorded-engine.ts';
// executor
export { createExecutor, type ExecutorName, executorNames } from './executor/create-executor.ts';
export type {
  CellFailure,
  Chunk,
  ChunkEvent,
  ChunkOutcome,
  Executor,
  ExecutorOptions,
  RunChunkOptions,
} from './executor/executor.ts';
export { applySettings, type ExperimentChanges } from './experiment/changes.ts';
export type {
  DuplicateSetting,
  Execution,
  Experiment,
  ReportOptions,
  Setting,
} from './experiment/experiment.ts';
export { loadExperiment, type ParseOptions, parseExperiment } from './experiment/load-experiment.ts';
export { describeProblem, ExperimentError, type ExperimentProblem, nearest } from './experiment/problem.ts';
export { experimentJsonSchema } from './experiment/schema/json-schema.ts';
// profile
export {
  type DecomposeOptions,
  decomposeExperiment,
  type FactorialDecomposition,
} from './profile/decompose-experiment.ts';
export {
  type ErrorSource,
  errorSources,
  type FactorialSource,
  type SourcePaths,
} from './profile/factorial.ts';
export { profileExperiment, type SettingProfile } from './profile/profile-experiment.ts';
export { availableThreads, workersThatFit } from './run/available-threads.ts';
export type { CellProgress } from './run/cell-clock.ts';
export { exitCodes } from './run/exit-code.ts';
// run
export { ExportError, type Exported, exportModel } from './run/export-model.ts';
export { type LostArtifact, lostArtifacts } from './run/lost-artifacts.ts';
export type { Progress, RunningCell } from './run/meter.ts';
export { parsePart } from './run/part.ts';
export { type PlanOptions, planSweep, type SweepPlan } from './run/plan-sweep.ts';
export { requireMemory } from './run/require-memory.ts';
export {
  type FailedCell,
  runSweep,
  type StopReason,
  type SweepEvent,
  type SweepOutcome,
  type SweepRequest,
} from './run/run-sweep.ts';
export { type SweepStatus, sweepStatus } from './run/status.ts';
// store
export { type Compacted, compact } from './store/compact.ts';
export { FileStore, openStore } from './store/open-store.ts';
export { type QueryOptions, querySeries, type SeriesOfCell, type Summary, summarise } from './store/query.ts';
export type { Checkpoint, DamagedSegment, FailureRecord, JournalEntry, Store } from './store/store.ts';
export { StoreError, type StoreErrorCode } from './store/store-error.ts';
// verify
export { type VerifyRequest, verifyOnThreads } from './verify/verify-on-threads.ts';
