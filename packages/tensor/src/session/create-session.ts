import { CollapseLabError, InvalidArgumentError } from '@collapse-lab/math';
import { requireOneOf } from '../graph/check.ts';
import type { RecordedModule, RecordedProgram } from '../graph/recorded-module.ts';
import type { Optimiser } from '../optimiser/optimiser.ts';
import { updateRuleOf } from '../optimiser/update-rule.ts';
import { checkInputs, checkLength, checkNamed } from './check-inputs.ts';
import type { Floats, LoadedModule } from './loaded-module.ts';
import type { InputValues, OutputValue, RunOptions, Session } from './session.ts';
import { decodeState, encodeState, type StepCounts } from './state.ts';

function asFloat32(values: Floats): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

/** A copy in single precision. */
function float32Of(values: Floats): Float32Array {
  return values instanceof Float32Array ? values.slice() : Float32Array.from(values);
}

function zeroSteps({ programs }: RecordedModule): StepCounts {
  const training = Object.values(programs).filter(({ optimiser }) => optimiser !== undefined);
  return Object.fromEntries(training.map(({ name }) => [name, 0]));
}

function optimiserOf(
  { name, optimiser }: RecordedProgram,
  { learningRate }: RunOptions,
): Optimiser | undefined {
  if (learningRate === undefined) return optimiser;
  const right = typeof learningRate === 'number' && learningRate >= 0 && learningRate < Infinity;
  if (optimiser !== undefined && right) return { ...optimiser, learningRate };
  const expected = right ? `nothing: ${name} does not train` : 'a finite number ≥ 0';
  throw new InvalidArgumentError({ argument: `run: ${name}: learningRate`, got: learningRate, expected });
}

class BoundSession implements Session {
  readonly module: RecordedModule;
  private readonly loaded: LoadedModule;
  /** Bytes of a number in the engine. */
  private readonly width: number;
  private counts: StepCounts;
  private disposed = false;

  constructor(module: RecordedModule, loaded: LoadedModule, width: number) {
    this.module = module;
    this.loaded = loaded;
    this.width = width;
    this.counts = zeroSteps(module);
  }

  setParameters(values: Readonly<Record<string, ArrayLike<number>>>): void {
    this.requireAlive();
    checkNamed('setParameters', values);
    const { parameters } = this.module;
    for (const [name, numbers] of Object.entries(values)) {
      requireOneOf('setParameters', name, Object.keys(parameters));
      checkLength(`setParameters: ${name}`, numbers, parameters[name].shape);
    }
    for (const [name, numbers] of Object.entries(values)) this.loaded.writeParameter(name, numbers);
  }

  parameters(): Record<string, Float32Array> {
    this.requireAlive();
    const names = Object.keys(this.module.parameters);
    return Object.fromEntries(names.map((name) => [name, float32Of(this.loaded.readParameter(name))]));
  }

  run(name: string, inputs: InputValues = {}, options: RunOptions = {}): Record<string, OutputValue> {
    this.requireAlive();
    const program = this.program(name);
    checkInputs(program, inputs);
    const optimiser = optimiserOf(program, options);
    for (const input in program.inputs) this.loaded.writeInput(name, input, inputs[input]);
    if (optimiser !== undefined) {
      this.loaded.writeHyper(name, updateRuleOf(optimiser).hyper(this.counts[name]++));
    }
    this.loaded.execute(name);
    const outputs: Record<string, OutputValue> = {};
    for (const output in program.outputs) outputs[output] = this.read(program, output);
    return outputs;
  }

  steps(name: string): number {
    this.requireAlive();
    requireOneOf('steps: program', name, Object.keys(this.counts));
    return this.counts[name];
  }

  state(): Uint8Array {
    this.requireAlive();
    return encodeState(this.module, this.loaded, this.counts, this.width);
  }

  restore(state: Uint8Array): void {
    this.requireAlive();
    this.counts = decodeState(this.module, this.loaded, this.counts, this.width, state);
  }

  dispose(): void {
    if (!this.disposed) this.loaded.dispose();
    this.disposed = true;
  }

  private program(name: string): RecordedProgram {
    requireOneOf('run: program', name, Object.keys(this.module.programs));
    return this.module.programs[name];
  }

  private read(program: RecordedProgram, output: string): OutputValue {
    const values = this.loaded.readOutput(program.name, output);
    if (values instanceof Int32Array) return values;
    return program.outputs[output].shape.length === 0 ? values[0] : asFloat32(values);
  }

  private requireAlive(): void {
    if (!this.disposed) return;
    throw new CollapseLabError('session: it was disposed; load the module again.');
  }
}

/**
 * Names, checks and step counts on top of a module in the memory of an engine.
 *
 * @param width bytes of a number in the engine: 4, or 8 in the reference engine
 */
export function createSession(module: RecordedModule, loaded: LoadedModule, width: 4 | 8 = 4): Session {
  return new BoundSession(module, loaded, width);
}
