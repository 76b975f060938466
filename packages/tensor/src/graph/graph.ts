import { InvalidArgumentError } from '@collapse-lab/math';
import type { NameAttributes } from '../operations/leaf.ts';
import { isBuffer } from './buffer.ts';
import type { Operation } from './operation.ts';
import type { Shape } from './shape.ts';
import { ShapeError } from './shape-error.ts';
import type { DType, Node, Tensor, TensorType } from './tensor.ts';

/** Which graph a node was recorded in: beside the nodes, so that they stay plain data. */
const graphs = new WeakMap<Node, Graph>();

/** Nodes in the order in which they were recorded, which is a topological order. */
export class Graph {
  readonly nodes: Node[] = [];
  private readonly constants = new Map<number, Tensor>();

  /** Appends a node and returns its outputs. */
  append(
    operation: string,
    inputs: readonly Tensor[],
    attributes: object,
    types: readonly TensorType[],
  ): readonly Tensor[] {
    const outputs: Tensor[] = [];
    const node: Node = {
      id: this.nodes.length,
      operation,
      inputs,
      attributes,
      outputs,
    };
    types.forEach(({ shape, dtype }, index) => {
      outputs.push({ node, index, shape, dtype });
    });
    graphs.set(node, this);
    this.nodes.push(node);
    return outputs;
  }

  /** A value that comes from outside: `parameter`, `buffer`, `input`, `slot` or `hyper`. */
  leaf(operation: string, name: string, shape: Shape, dtype: DType = 'f32'): Tensor {
    return this.append(operation, [], { name }, [{ shape: [...shape], dtype }])[0];
  }

  /** The number as a scalar: one node per distinct value. */
  constant(value: number): Tensor {
    const known = this.constants.get(value);
    if (known !== undefined) return known;
    const made = this.append('constant', [], { value }, [{ shape: [], dtype: 'f32' }])[0];
    this.constants.set(value, made);
    return made;
  }
}

/** The graph that a tensor was recorded in; `argument` is what a message calls it. */
export function graphOf(tensor: Tensor, argument = 'tensor'): Graph {
  const graph = graphs.get(tensor?.node);
  if (graph === undefined) {
    throw new InvalidArgumentError({
      argument,
      got: tensor,
      expected: 'a tensor of a program that is being recorded',
      remedy: 'Use the parameters and inputs that the outputs function of program() receives.',
    });
  }
  return graph;
}

function refuseBuffer(name: string, inputs: readonly Tensor[]): void {
  const buffer = inputs.find(isBuffer);
  if (buffer === undefined) return;
  const { name: got } = buffer.node.attributes as NameAttributes;
  throw new ShapeError(
    name,
    `got the buffer ${JSON.stringify(got)}, expected tensors; storeKeysValues and cachedAttention alone use buffers.`,
  );
}

/**
 * Records one application of an operation: checks the inputs, infers the outputs, appends the node.
 *
 * @throws ShapeError, InvalidArgumentError as `operation.infer`, and where the inputs belong to different programs
 */
export function apply<A extends object>(
  operation: Operation<A>,
  inputs: readonly Tensor[],
  attributes: A,
): readonly Tensor[] {
  const [graph, ...others] = inputs.map((input, i) => graphOf(input, `${operation.name}: input ${i + 1}`));
  if (others.some((other) => other !== graph)) {
    throw new ShapeError(
      operation.name,
      'got tensors of different programs, expected tensors of one; parameters are shared by name, not by tensor.',
    );
  }
  if (operation.buffer === undefined) refuseBuffer(operation.name, inputs);
  return graph.append(operation.name, inputs, attributes, operation.infer(inputs, attributes));
}
