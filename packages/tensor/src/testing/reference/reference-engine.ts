// Every program in double precision, one plain loop per operation: slow, and what the other engines are compared with.
import type { Engine } from '../../engine/engine.ts';
import type { RecordedModule } from '../../graph/recorded-module.ts';
import { elementCount, type Shape } from '../../graph/shape.ts';
import { createSession } from '../../session/create-session.ts';
import type { Floats, LoadedModule } from '../../session/loaded-module.ts';
import type { Session } from '../../session/session.ts';
import { interpret, type Leaves } from './interpret.ts';
import type { Values } from './kernel.ts';

/** Zeros by name. */
export function zeros(shaped: Readonly<Record<string, { readonly shape: Shape }>>): Record<string, Values> {
  const entries = Object.entries(shaped);
  return Object.fromEntries(
    entries.map(([name, { shape }]) => [name, new Float64Array(elementCount(shape))]),
  );
}

class ReferenceModule implements LoadedModule {
  private readonly module: RecordedModule;
  private readonly parameters: Record<string, Values>;
  private readonly slots: Record<string, Values>;
  private readonly buffers: Record<string, Values>;
  private readonly inputs: Record<string, Record<string, Values>> = {};
  private readonly hyper: Record<string, Values> = {};
  private readonly outputs: Record<string, Record<string, Values>> = {};

  constructor(module: RecordedModule) {
    this.module = module;
    this.parameters = zeros(module.parameters);
    this.slots = zeros(module.slots);
    this.buffers = zeros(module.buffers);
    for (const [name, { inputs }] of Object.entries(module.programs)) this.inputs[name] = zeros(inputs);
  }

  writeParameter(name: string, values: ArrayLike<number>): void {
    this.parameters[name].set(values);
  }

  readParameter(name: string): Floats {
    return this.parameters[name];
  }

  writeSlot(name: string, values: ArrayLike<number>): void {
    this.slots[name].set(values);
  }

  readSlot(name: string): Floats {
    return this.slots[name];
  }

  writeInput(program: string, name: string, values: ArrayLike<number>): void {
    this.inputs[program][name].set(values);
  }

  writeHyper(program: string, values: readonly number[]): void {
    this.hyper[program] = Float64Array.from(values);
  }

  execute(program: string): void {
    const leaves: Leaves = {
      parameter: this.parameters,
      slot: this.slots,
      buffer: this.buffers,
      hyper: this.hyper,
      input: this.inputs[program],
    };
    this.outputs[program] = interpret(this.module.programs[program], leaves);
  }

  readOutput(program: string, name: string): Floats | Int32Array {
    const values = this.outputs[program][name];
    return this.module.programs[program].outputs[name].dtype === 'i32' ? Int32Array.from(values) : values;
  }

  dispose(): void {}
}

function loadSync(module: RecordedModule): Session {
  return createSession(module, new ReferenceModule(module), 8);
}

/** Double precision throughout; outputs are rounded to f32 where a session hands them out as arrays. */
export const referenceEngine: Engine = {
  name: 'reference',
  load: async (module) => loadSync(module),
  loadSync,
};
