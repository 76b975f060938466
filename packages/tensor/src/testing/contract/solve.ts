import { evaluate } from '../reference/evaluate.ts';
import type { OperationCase } from './operation-cases.ts';
import { type RecordedCase, recordCase } from './recorded-case.ts';

export interface SolvedCase {
  readonly recorded: RecordedCase;
  readonly expected: Readonly<Record<string, Float64Array>>;
}

/** Shared by the engines of a test run: the reference takes longer than the other engines. */
const solved = new Map<OperationCase, SolvedCase>();

/** A case with its results in double precision, from the same parameters and inputs. */
export function solve(given: OperationCase): SolvedCase {
  let found = solved.get(given);
  if (found === undefined) {
    const recorded = recordCase(given);
    found = { recorded, expected: evaluate(recorded.module, 'main', recorded) };
    solved.set(given, found);
  }
  return found;
}
