// Reverse-mode differentiation on the recorded graph: nodes are visited from the loss backwards, and gradients that
// meet at a tensor are added in that order, so that the recorded program is the same every time.
import { CollapseLabError } from '@collapse-lab/math';
import { bufferOf } from '../graph/buffer.ts';
import { graphOf } from '../graph/graph.ts';
import { shapeText } from '../graph/shape.ts';
import { ShapeError } from '../graph/shape-error.ts';
import type { Node, Tensor } from '../graph/tensor.ts';
import { add } from '../operations/elementwise.ts';
import { gradientRules } from './rules/table.ts';

/** Nodes whose value depends on one of the tensors. */
function dependents(nodes: readonly Node[], tensors: readonly Tensor[]): Set<Node> {
  const found = new Set<Node>(tensors.map(({ node }) => node));
  for (const node of nodes) {
    if (node.inputs.some((input) => found.has(input.node))) found.add(node);
  }
  return found;
}

function checkLoss(loss: Tensor): void {
  if (loss.shape.length === 0 && loss.dtype === 'f32') return;
  throw new ShapeError(
    'gradients',
    `loss: got ${loss.dtype} of shape ${shapeText(loss.shape)}, expected a scalar f32; use sum or mean.`,
  );
}

function inputGradients(node: Node, received: readonly (Tensor | undefined)[]) {
  const rule = gradientRules.get(node.operation);
  if (rule !== undefined) return rule(node, received);
  const reason =
    bufferOf(node) === undefined
      ? 'derivatives of derivatives are not recorded'
      : 'none passes through a buffer';
  throw new CollapseLabError(
    `gradients: ${node.operation} has no gradient; ${reason}. Use stopGradient where none should pass.`,
  );
}

/**
 * Records the gradients of a scalar.
 *
 * @param loss f32 []
 * @param tensors what to differentiate by, recorded before the loss
 * @returns one tensor per tensor, of its shape; undefined where the loss does not depend on it
 * @throws ShapeError where the loss is no scalar; CollapseLabError where a gradient itself would be differentiated
 */
export function gradients(loss: Tensor, tensors: readonly Tensor[]): (Tensor | undefined)[] {
  checkLoss(loss);
  const graph = graphOf(loss);
  const before = graph.nodes.slice(0, loss.node.id + 1);
  const relevant = dependents(before, tensors);
  const known = new Map<Tensor, Tensor>([[loss, graph.constant(1)]]);
  for (const node of before.reverse()) {
    const received = node.outputs.map((output) => known.get(output));
    if (node.inputs.length === 0 || !relevant.has(node) || received.every((one) => one === undefined))
      continue;
    inputGradients(node, received).forEach((gradient, i) => {
      const input = node.inputs[i];
      if (gradient === undefined || !relevant.has(input.node)) return;
      const sofar = known.get(input);
      known.set(input, sofar === undefined ? gradient : add(sofar, gradient));
    });
  }
  return tensors.map((tensor) => known.get(tensor));
}
