import type { RecordedModule } from '../../graph/recorded-module.ts';
import { elementCount, type Shape } from '../../graph/shape.ts';
import type { NameAttributes } from '../../operations/leaf.ts';
import type { Floats, LoadedModule } from '../../session/loaded-module.ts';
import { interpret, type Results } from './interpret.ts';
import type { Tfjs, TfjsTensor } from './tfjs.ts';

/** Parameters, slots, buffers, inputs, hyper and outputs: their kind, their program where they are of one, their name. */
function keyOf(kind: string, ...path: readonly string[]): string {
  return JSON.stringify([kind, ...path]);
}

/** A module whose tensors live in TensorFlow.js, each of them until it is replaced. */
export class TfjsModule implements LoadedModule {
  private readonly tf: Tfjs;
  private readonly module: RecordedModule;
  private readonly live = new Map<string, TfjsTensor>();

  constructor(tf: Tfjs, module: RecordedModule) {
    this.tf = tf;
    this.module = module;
    for (const [name, { shape }] of Object.entries(module.parameters))
      this.writeZeros('parameter', name, shape);
    for (const [name, { shape }] of Object.entries(module.slots)) this.writeZeros('slot', name, shape);
    for (const [name, { shape }] of Object.entries(module.buffers)) this.writeZeros('buffer', name, shape);
  }

  writeParameter(name: string, values: ArrayLike<number>): void {
    this.write(keyOf('parameter', name), values, this.module.parameters[name].shape);
  }

  readParameter(name: string): Floats {
    return this.read(keyOf('parameter', name)) as Float32Array;
  }

  writeSlot(name: string, values: ArrayLike<number>): void {
    this.write(keyOf('slot', name), values, this.module.slots[name].shape);
  }

  readSlot(name: string): Floats {
    return this.read(keyOf('slot', name)) as Float32Array;
  }

  writeInput(program: string, name: string, values: ArrayLike<number>): void {
    const { shape, dtype } = this.module.programs[program].inputs[name];
    this.write(keyOf('input', program, name), values, shape, dtype);
  }

  writeHyper(program: string, values: readonly number[]): void {
    this.write(keyOf('hyper', program), values, [values.length]);
  }

  execute(program: string): void {
    this.tf.tidy(() => {
      const { outputs, updated } = this.interpret(program);
      for (const [name, tensor] of outputs) this.replace(keyOf('output', program, name), tensor);
      for (const [{ node }, tensor] of updated) {
        this.replace(keyOf(node.operation, (node.attributes as NameAttributes).name), tensor);
      }
    });
  }

  readOutput(program: string, name: string): Floats | Int32Array {
    return this.read(keyOf('output', program, name)).slice();
  }

  dispose(): void {
    for (const tensor of this.live.values()) tensor.dispose();
    this.live.clear();
  }

  private interpret(program: string): Results {
    return interpret(this.tf, this.module.programs[program], (kind, name) => {
      const path = kind === 'input' ? [program, name] : [name];
      return this.live.get(keyOf(kind, ...path))!;
    });
  }

  private writeZeros(kind: string, name: string, shape: Shape): void {
    this.write(keyOf(kind, name), new Float32Array(elementCount(shape)), shape);
  }

  private write(key: string, values: ArrayLike<number>, shape: Shape, dtype: 'f32' | 'i32' = 'f32'): void {
    const tensor =
      dtype === 'i32'
        ? this.tf.tensor(Int32Array.from(values), [...shape], 'int32')
        : this.tf.tensor(Float32Array.from(values), [...shape], 'float32');
    this.replace(key, tensor);
  }

  private replace(key: string, tensor: TfjsTensor): void {
    this.live.get(key)?.dispose();
    this.live.set(key, this.tf.keep(tensor));
  }

  private read(key: string): Float32Array | Int32Array {
    return this.live.get(key)!.dataSync() as Float32Array | Int32Array;
  }
}
