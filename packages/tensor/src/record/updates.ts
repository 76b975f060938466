// The end of a training program: gradients of the loss, the clip of their norm, one update per parameter.
import { InvalidArgumentError } from '@collapse-lab/math';
import { gradients } from '../gradient/gradients.ts';
import { requireOneOf, requirePositive } from '../graph/check.ts';
import { apply, type Graph } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import { affine, affineOperation, maximum, reciprocal } from '../operations/elementwise.ts';
import { globalNormOperation } from '../operations/update.ts';
import { updateRuleOf } from '../optimiser/update-rule.ts';
import type { Training } from './program.ts';

/** Slots of all programs of a module; every training program adds its own. */
export type Slots = Record<string, { readonly shape: Shape }>;

interface Request {
  readonly program: string;
  readonly graph: Graph;
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly train: Training;
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly slots: Slots;
}

/** Added to the norm, as in PyTorch. */
const clipEpsilon = 1e-6;

/** min(1, clipNorm/(norm + 1e-6)) as 1/max((norm + 1e-6)/clipNorm, 1). */
function clipScale(all: readonly Tensor[], clipNorm: number): Tensor {
  const [norm] = apply(globalNormOperation, all, {});
  return reciprocal(maximum(affine(norm, 1 / clipNorm, clipEpsilon / clipNorm), 1));
}

function trained({ program, train, parameters }: Request): Tensor[] {
  const names = Object.keys(parameters);
  const chosen = train.parameters ?? names;
  chosen.forEach((name, i) => {
    requireOneOf(`programs.${program}.train.parameters[${i}]`, name, names);
  });
  return chosen.map((name) => parameters[name]);
}

function nameOf(parameter: Tensor): string {
  return (parameter.node.attributes as { name: string }).name;
}

function gradientsOf({ program, outputs, train }: Request, parameters: readonly Tensor[]): Tensor[] {
  requireOneOf(`programs.${program}.train.loss`, train.loss, Object.keys(outputs));
  return gradients(outputs[train.loss], parameters).map((gradient, i) => {
    if (gradient !== undefined) return gradient;
    throw new InvalidArgumentError({
      argument: `programs.${program}.train`,
      got: nameOf(parameters[i]),
      expected: `parameters that ${JSON.stringify(train.loss)} depends on`,
      remedy: 'Name those to train in train.parameters.',
    });
  });
}

/** Whether the tensor lies in the memory of a parameter, which an update changes. */
function isParameter({ node }: Tensor): boolean {
  const view = node.operation === 'reshape' || node.operation === 'stopGradient';
  return view ? isParameter(node.inputs[0]) : node.operation === 'parameter';
}

/** A copy of a gradient that is a parameter, as that of a in a·b is: all updates read what was before any of them. */
function settled(gradient: Tensor): Tensor {
  return isParameter(gradient) ? apply(affineOperation, [gradient], { scale: 1, shift: 0 })[0] : gradient;
}

/** Appends gradients and updates to the graph of a program, and its slots to those of the module. */
export function updates(request: Request): void {
  const { program, graph, train, slots } = request;
  const rule = updateRuleOf(train.optimiser);
  const parameters = trained(request);
  const all = gradientsOf(request, parameters).map(settled);
  if (train.clipNorm !== undefined) requirePositive(`programs.${program}.train.clipNorm`, train.clipNorm);
  const scale = train.clipNorm === undefined ? [] : [clipScale(all, train.clipNorm)];
  const hyper = graph.leaf('hyper', program, [rule.hyper(0).length]);
  const steps = parameters.map((parameter, i) => {
    const own = rule.slots.map((slot) => `${program}/${slot}/${nameOf(parameter)}`);
    for (const name of own) slots[name] = { shape: parameter.shape };
    const leaves = own.map((name) => graph.leaf('slot', name, parameter.shape));
    return [parameter, all[i], hyper, ...leaves, ...scale];
  });
  for (const inputs of steps) apply(rule.operation, inputs, rule.attributes);
}
