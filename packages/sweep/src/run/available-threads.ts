import { availableParallelism } from 'node:os';

/** Cores this process may use. Slurm does not always bind a job to its cores, so what it granted goes first. */
export function availableThreads(environment: NodeJS.ProcessEnv = process.env): number {
  for (const name of ['SLURM_CPUS_PER_TASK', 'SLURM_CPUS_ON_NODE']) {
    const granted = Number(environment[name]);
    if (Number.isInteger(granted) && granted > 0) return granted;
  }
  return availableParallelism();
}
