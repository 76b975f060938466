import { CollapseLabError } from '@collapse-lab/math';
import type { RecordedModule } from '../../graph/recorded-module.ts';
import type { Floats, LoadedModule } from '../../session/loaded-module.ts';
import type { AllocateMachine, KernelMachine } from './kernel-machine.ts';
import { type Arrangement, type MemoryPlan, type Place, planMemory } from './memory-plan.ts';

class KernelModule implements LoadedModule {
  private readonly plan: MemoryPlan;
  private machine: KernelMachine | undefined;

  constructor(module: RecordedModule, allocate: AllocateMachine, arrangement: Arrangement, threads: number) {
    this.plan = planMemory(module, arrangement, threads);
    this.machine = allocate(this.plan.words);
    for (const { offset, words } of this.plan.gaps) this.machine.forbid?.(offset, words);
    for (const { start, instructions, constants } of Object.values(this.plan.programs)) {
      this.machine.integers.set(instructions, start);
      for (const { offset, value } of constants) this.machine.floats[offset] = value;
    }
  }

  writeParameter(name: string, values: ArrayLike<number>): void {
    this.write(this.plan.parameters[name], values);
  }

  readParameter(name: string): Floats {
    return this.view(this.plan.parameters[name]) as Float32Array;
  }

  writeSlot(name: string, values: ArrayLike<number>): void {
    this.write(this.plan.slots[name], values);
  }

  readSlot(name: string): Floats {
    return this.view(this.plan.slots[name]) as Float32Array;
  }

  writeInput(program: string, name: string, values: ArrayLike<number>): void {
    this.write(this.plan.programs[program].inputs[name], values);
  }

  writeHyper(program: string, values: readonly number[]): void {
    this.write(this.plan.programs[program].hyper!, values);
  }

  execute(program: string): void {
    const { start, instructions, operations } = this.plan.programs[program];
    const stopped = this.alive().run(start, instructions.length);
    if (stopped < 0) return;
    throw new CollapseLabError(
      `${program}: ${operations.get(stopped)} met an id out of its range, expected ids within the table or axis they choose from.`,
    );
  }

  readOutput(program: string, name: string): Floats | Int32Array {
    return this.view(this.plan.programs[program].outputs[name]).slice();
  }

  dispose(): void {
    this.machine = undefined;
  }

  private alive(): KernelMachine {
    return this.machine!;
  }

  private write({ offset, dtype }: Place, values: ArrayLike<number>): void {
    const { floats, integers } = this.alive();
    (dtype === 'i32' ? integers : floats).set(values, offset);
  }

  private view({ offset, words, dtype }: Place): Float32Array | Int32Array {
    const { floats, integers } = this.alive();
    return (dtype === 'i32' ? integers : floats).subarray(offset, offset + words);
  }
}

/** A module in the arena of a machine, which runs an instruction on up to `threads` threads. */
export function loadKernels(
  module: RecordedModule,
  allocate: AllocateMachine,
  arrangement: Arrangement = 'shared',
  threads = 1,
): LoadedModule {
  return new KernelModule(module, allocate, arrangement, threads);
}
