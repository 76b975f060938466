import { availableParallelism } from 'node:os';
import { availableThreads } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';

it('is what Slurm granted, else the cores', () => {
  expect(availableThreads({ SLURM_CPUS_PER_TASK: '3', SLURM_CPUS_ON_NODE: '8' })).toBe(3);
  expect(availableThreads({ SLURM_CPUS_ON_NODE: '8' })).toBe(8);
  expect(availableThreads({ SLURM_CPUS_PER_TASK: '' })).toBe(availableParallelism());
});
