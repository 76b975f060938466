import { availableParallelism, totalmem } from 'node:os';

/** Cores this process may use. Slurm does not always bind a job to its cores, so what it granted goes first. */
export function availableThreads(environment: NodeJS.ProcessEnv = process.env): number {
  for (const name of ['SLURM_CPUS_PER_TASK', 'SLURM_CPUS_ON_NODE']) {
    const granted = Number(environment[name]);
    if (Number.isInteger(granted) && granted > 0) return granted;
  }
  return availableParallelism();
}

/** Of the machine's memory, for workers. */
const MEMORY_SHARE = 0.8;
/** Of a worker before it has a cell. */
const WORKER_BYTES = 60e6;

/**
 * As many workers as there are cores for cells of `threadsPerCell` threads, or fewer where so many cells of `cellBytes`
 * would not fit into memory.
 */
export function workersThatFit(
  cellBytes: number,
  {
    threads = availableThreads(),
    threadsPerCell = 1,
    memory = totalmem(),
  }: { threads?: number; threadsPerCell?: number; memory?: number } = {},
): number {
  const workers = Math.floor(threads / threadsPerCell);
  return Math.max(1, Math.min(workers, Math.floor((MEMORY_SHARE * memory) / (WORKER_BYTES + cellBytes))));
}
