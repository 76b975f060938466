import { availableParallelism } from 'node:os';
import { availableThreads, workersThatFit } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';

it('is what Slurm granted, else the cores', () => {
  expect(availableThreads({ SLURM_CPUS_PER_TASK: '3', SLURM_CPUS_ON_NODE: '8' })).toBe(3);
  expect(availableThreads({ SLURM_CPUS_ON_NODE: '8' })).toBe(8);
  expect(availableThreads({ SLURM_CPUS_PER_TASK: '' })).toBe(availableParallelism());
});

it('is less where the cells would not fit into memory', () => {
  const machine = { threads: 16, memory: 10e9 };
  expect(workersThatFit(1e6, machine)).toBe(16);
  expect(workersThatFit(1.94e9, machine)).toBe(4);
  expect(workersThatFit(50e9, machine)).toBe(1);
});

it('leaves threads for the inside of cells', () => {
  const machine = { threads: 16, memory: 10e9 };
  expect(workersThatFit(1e6, { ...machine, threadsPerCell: 3 })).toBe(5);
  expect(workersThatFit(1e6, { ...machine, threadsPerCell: 20 })).toBe(1);
});
