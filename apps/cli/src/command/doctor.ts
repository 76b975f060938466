/** `collapse doctor`: what this machine has, and what it lacks. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { availableThreads, bestEngine, engineAvailability, engineNames } from '@collapse-lab/sweep';
import { formatBytes } from '../output/format.ts';

export async function doctor({ json }: { readonly json?: boolean }): Promise<number> {
  const machine = {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    threads: availableThreads(),
    memory: totalmem(),
  };
  const engines = engineNames.map((name) => ({ name, ...engineAvailability(name) }));
  if (json === true) {
    console.log(JSON.stringify({ ...machine, ...autoEngine(), engines }));
    return 0;
  }
  const { node, platform, cpu, cores, threads, memory } = machine;
  console.log(`Node ${node} on ${platform}`);
  console.log(`${cpu}, ${cores} cores, ${formatBytes(memory)}; sweeps take ${threads} threads`);
  console.log('\nengines of neural families:');
  for (const engine of engines)
    if (engine.available) console.log(`  ${engine.name}: ${engine.details} (${engine.engineClass})`);
    else console.log(`  ${engine.name}: not available: ${engine.reason}\n    ${engine.remedy}`);
  const { auto, problem } = autoEngine();
  console.log(auto === null ? `engine: auto is none: ${problem}` : `engine: auto is ${auto} in a new store.`);
  return 0;
}

function autoEngine(): { readonly auto: string | null; readonly problem?: string } {
  try {
    return { auto: bestEngine() };
  } catch (error) {
    return { auto: null, problem: (error as Error).message };
  }
}
