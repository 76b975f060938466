/** Refused before work starts: networks that do not fit into the memory of this machine, or into that of their engine. */
import { totalmem } from 'node:os';
import { InvalidArgumentError } from '@collapse-lab/math';
import { networkOf } from '../cell/estimate.ts';
import { nameOf } from '../engine/engines.ts';
import type { SweepPlan } from './plan-sweep.ts';

/** Bytes that the kernels of an engine reach. */
const reach = { wasm: 4_294_967_296, native: 8_589_934_592, tfjs: Number.POSITIVE_INFINITY } as const;

/**
 * @param memory bytes of the machine
 * @throws InvalidArgumentError that names the option, the bytes needed and the bytes there
 */
export function requireMemory({ chunks }: Pick<SweepPlan, 'chunks'>, memory: number = totalmem()): void {
  const cells = chunks.flatMap((chunk) => chunk.cells);
  for (const parameters of new Set(cells.map((cell) => cell.parameters))) {
    const { engine } = parameters;
    if (engine === undefined) continue;
    const { bytes, option } = networkOf(parameters);
    const most = reach[nameOf(engine)];
    if (bytes <= Math.min(memory, most)) continue;
    const what = memory < most ? 'the memory of this machine' : `the reach of the engine ${nameOf(engine)}`;
    throw new InvalidArgumentError({
      argument: option === undefined ? 'family' : `family.${option}`,
      got: option === undefined ? parameters.family.kind : parameters.family[option],
      expected:
        `a network that fits into ${gigabytes(Math.min(memory, most))}, ${what}: it needs about ${gigabytes(bytes)}, for weights, ` +
        'gradients, moments and a batch. Make it smaller',
    });
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
