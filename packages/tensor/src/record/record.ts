// Recording: every program is called once with symbolic tensors, differentiated where it trains, and cut down to what
// its outputs and updates need. What is left is plain data.
import { InvalidArgumentError } from '@collapse-lab/math';
import { isBuffer } from '../graph/buffer.ts';
import { requireOneOf, requireSizes } from '../graph/check.ts';
import { Graph, graphOf } from '../graph/graph.ts';
import type { RecordedModule, RecordedProgram } from '../graph/recorded-module.ts';
import type { Shape } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import { inputBounds } from './input-bounds.ts';
import type { InputDeclaration, ProgramDefinition } from './program.ts';
import { prune } from './prune.ts';
import { type Slots, updates } from './updates.ts';

export interface ModuleDefinition {
  /** Shared by all programs: name and shape of each. */
  readonly parameters: Readonly<Record<string, { readonly shape: Shape }>>;
  /** Memory that programs share and keep between runs, f32, zero when loaded; not trained, and no part of the state. */
  readonly buffers?: Readonly<Record<string, { readonly shape: Shape }>>;
  readonly programs: Readonly<Record<string, ProgramDefinition>>;
}

/** An object of tensors that refuses names it does not hold, made on first use. */
function named(argument: string, names: readonly string[], make: (name: string) => Tensor) {
  const made = new Map<string, Tensor>();
  const get = (_: object, name: string | symbol) => {
    if (typeof name !== 'string') return undefined;
    requireOneOf(argument, name, names);
    if (!made.has(name)) made.set(name, make(name));
    return made.get(name);
  };
  const target = Object.fromEntries(names.map((name) => [name, undefined]));
  return new Proxy(target, { get }) as unknown as Readonly<Record<string, Tensor>>;
}

function typeOf(declaration: InputDeclaration) {
  if (Array.isArray(declaration)) return { shape: declaration as Shape, dtype: 'f32' as const };
  const { shape, dtype = 'f32' } = declaration as Exclude<InputDeclaration, Shape>;
  return { shape, dtype };
}

function declareInputs(
  graph: Graph,
  program: string,
  declarations: Readonly<Record<string, InputDeclaration>>,
) {
  const tensors: Record<string, Tensor> = {};
  for (const [name, declaration] of Object.entries(declarations)) {
    const { shape, dtype } = typeOf(declaration);
    requireSizes(`programs.${program}.inputs.${name}`, shape);
    requireOneOf(`programs.${program}.inputs.${name}.dtype`, dtype, ['f32', 'i32']);
    tensors[name] = graph.leaf('input', name, shape, dtype);
  }
  return tensors;
}

function checkOutputs(program: string, graph: Graph, outputs: Readonly<Record<string, Tensor>>): void {
  for (const [name, tensor] of Object.entries(outputs)) {
    if (tensor?.node !== undefined && graphOf(tensor) === graph && !isBuffer(tensor)) continue;
    throw new InvalidArgumentError({
      argument: `programs.${program}.outputs.${name}`,
      got: tensor?.node !== undefined && isBuffer(tensor) ? 'a buffer' : tensor,
      expected: 'a tensor of this program',
    });
  }
}

function recordProgram(name: string, definition: ProgramDefinition, module: ModuleDefinition, slots: Slots) {
  const graph = new Graph();
  const { inputs: declarations = {}, train } = definition;
  const inputs = declareInputs(graph, name, declarations);
  const parameters = named(`programs.${name}: parameters`, Object.keys(module.parameters), (parameter) =>
    graph.leaf('parameter', parameter, module.parameters[parameter].shape),
  );
  const guarded = named(`programs.${name}: inputs`, Object.keys(inputs), (input) => inputs[input]);
  const { buffers: declared = {} } = module;
  const buffers = named(`programs.${name}: buffers`, Object.keys(declared), (buffer) =>
    graph.leaf('buffer', buffer, declared[buffer].shape),
  );
  const outputs = { ...definition.outputs(parameters, guarded, buffers) };
  checkOutputs(name, graph, outputs);
  if (train !== undefined) updates({ program: name, graph, outputs, train, parameters, slots });
  const bounds = inputBounds(graph.nodes);
  const pruned = prune(graph.nodes, outputs);
  const types = Object.entries(inputs).map(([input, { node, shape, dtype }]) => {
    const below = bounds.get(node);
    return [input, below === undefined ? { shape, dtype } : { shape, dtype, below }] as const;
  });
  const recorded: RecordedProgram = { name, ...pruned, inputs: Object.fromEntries(types) };
  return train === undefined ? recorded : { ...recorded, optimiser: train.optimiser };
}

type Shaped = Readonly<Record<string, { readonly shape: Shape }>>;

function checkShapes(argument: string, shaped: Shaped): void {
  for (const [name, { shape }] of Object.entries(shaped)) requireSizes(`${argument}.${name}.shape`, shape);
}

function copyOf(shaped: Shaped): Shaped {
  return Object.fromEntries(Object.entries(shaped).map(([name, { shape }]) => [name, { shape: [...shape] }]));
}

/**
 * Records programs that share parameters and buffers.
 *
 * @throws ShapeError where shapes do not fit; InvalidArgumentError for unknown names and attributes out of their domain
 */
export function record(definition: ModuleDefinition): RecordedModule {
  const { buffers = {} } = definition;
  checkShapes('parameters', definition.parameters);
  checkShapes('buffers', buffers);
  const slots: Slots = {};
  const programs = Object.entries(definition.programs).map(([name, program]) => [
    name,
    recordProgram(name, program, definition, slots),
  ]);
  return {
    parameters: copyOf(definition.parameters),
    buffers: copyOf(buffers),
    slots,
    programs: Object.fromEntries(programs),
  };
}
