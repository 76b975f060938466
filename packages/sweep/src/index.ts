// experiment

// cell
export type { Cell, CellParameters } from './cell/cell.ts';
export type { CellResult, Series } from './cell/result.ts';
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
export type {
  DuplicateSetting,
  Execution,
  Experiment,
  ReportOptions,
  Setting,
} from './experiment/experiment.ts';
// store
export type { Checkpoint, DamagedSegment, FailureRecord, JournalEntry, Store } from './store/store.ts';
// run
export { availableThreads } from './run/available-threads.ts';
export { exitCodes } from './run/exit-code.ts';
export type { Progress } from './run/meter.ts';
export { parsePart } from './run/part.ts';
export { type PlanOptions, planSweep, type SweepPlan } from './run/plan-sweep.ts';
export {
  type FailedCell,
  runSweep,
  type StopReason,
  type SweepEvent,
  type SweepOutcome,
  type SweepRequest,
} from './run/run-sweep.ts';
export { type SweepStatus, sweepStatus } from './run/status.ts';
// verify
export { type VerifiedClaim, type VerifyRequest, verifyOnThreads } from './verify/verify-on-threads.ts';
