import type { RecordedModule } from '../../graph/recorded-module.ts';
import { interpret } from './interpret.ts';
import { zeros } from './reference-engine.ts';

/** Numbers by name. */
export type Named = Readonly<Record<string, ArrayLike<number>>>;

function doubles(values: Named): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(values).map(([name, numbers]) => [name, Float64Array.from(numbers)]),
  );
}

/**
 * Outputs of a program without optimiser, in double precision, from parameters and inputs that are not rounded either; buffers
 * are 0. */
export function evaluate(
  module: RecordedModule,
  program: string,
  { parameters = {}, inputs = {} }: { readonly parameters?: Named; readonly inputs?: Named },
): Record<string, Float64Array> {
  return interpret(module.programs[program], {
    parameter: doubles(parameters),
    input: doubles(inputs),
    buffer: zeros(module.buffers),
    slot: {},
    hyper: {},
  });
}
