import { InvalidArgumentError } from '@collapse-lab/math';
import { requireOneOf } from '../graph/check.ts';
import type { InputType, RecordedProgram } from '../graph/recorded-module.ts';
import { elementCount, type Shape, shapeText } from '../graph/shape.ts';
import type { InputValues } from './session.ts';

/** Refuses values that are not as many numbers as the shape has elements. */
export function checkLength(argument: string, got: ArrayLike<number>, shape: Shape): void {
  const expected = elementCount(shape);
  if (typeof got === 'object' && got !== null && got.length === expected) return;
  const length = typeof got === 'object' && got !== null ? `${got.length} numbers` : got;
  throw new InvalidArgumentError({
    argument,
    got: length,
    expected: `${expected} numbers, the elements of ${shapeText(shape)}`,
  });
}

/** Ids outside of what they pick from would read other numbers. */
function checkIds(argument: string, ids: ArrayLike<number>, below: number): void {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i];
    if (id >= 0 && id < below && Math.floor(id) === id) continue;
    throw new InvalidArgumentError({
      argument: `${argument}[${i}]`,
      got: id,
      expected: `an integer in [0, ${below}), since it picks one of ${below}`,
    });
  }
}

function checkInput(argument: string, values: ArrayLike<number>, { shape, below }: InputType): void {
  checkLength(argument, values, shape);
  if (below !== undefined) checkIds(argument, values, below);
}

/** Refuses what holds no values by name. */
export function checkNamed(argument: string, got: unknown): void {
  if (typeof got === 'object' && got !== null) return;
  throw new InvalidArgumentError({ argument, got, expected: 'an object with arrays of numbers by name' });
}

/** @throws InvalidArgumentError for missing or unknown inputs, other lengths, ids out of range */
export function checkInputs(program: RecordedProgram, inputs: InputValues): void {
  checkNamed(`${program.name}: inputs`, inputs);
  const names = Object.keys(program.inputs);
  for (const name in inputs) {
    if (!(name in program.inputs)) requireOneOf(`${program.name}: inputs`, name, names);
  }
  for (const name of names) {
    checkInput(`${program.name}: inputs.${name}`, inputs[name], program.inputs[name]);
  }
}
