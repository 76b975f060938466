import { InvalidArgumentError } from '@collapse-lab/math';
import type { Executor, ExecutorOptions } from './executor.ts';

export type ExecutorName = Executor['name'];

export const executorNames: readonly ExecutorName[] = ['inline', 'threads', 'processes'];

/** Loads only what the executor needs. */
export async function createExecutor(name: ExecutorName, options: ExecutorOptions): Promise<Executor> {
  switch (name) {
    case 'inline':
      return (await import('./inline.ts')).createInlineExecutor(options);
    case 'threads':
      return (await import('./threads.ts')).createThreadsExecutor(options);
    case 'processes':
      return (await import('./processes.ts')).createProcessesExecutor(options);
    default:
      throw new InvalidArgumentError({
        argument: 'executor',
        got: name,
        expected: `one of ${executorNames.join(', ')}`,
      });
  }
}
