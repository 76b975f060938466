// Values of PyTorch and NumPy in double precision, made by tools/reference/tensor_values.py.
import { readFileSync } from 'node:fs';

export interface Told {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface TorchCase {
  readonly inputs: Readonly<Record<string, Told>>;
  readonly outputs: Readonly<Record<string, Told>>;
}

export interface TorchSteps {
  readonly losses: readonly number[];
  readonly parameters: readonly Readonly<Record<'w' | 'b', readonly number[]>>[];
}

const file = new URL('../fixtures/torch.json', import.meta.url);
const fixture = JSON.parse(readFileSync(file, 'utf8'));

export function torchCase(name: string): TorchCase {
  return fixture[name];
}

export function torchSteps(name: string): TorchSteps {
  return fixture.optimisers[name];
}

/** Start and data of the problem that the optimisers solve. */
export const torchProblem: Readonly<Record<'w' | 'b' | 'x' | 't', Told>> = fixture.optimisers.data;
