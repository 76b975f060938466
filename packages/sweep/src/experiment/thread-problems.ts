/** Threads inside a cell that its engine, or a family without one, has no work for. */
import type { Setting } from './experiment.ts';
import type { ParameterProblem } from './problem-log.ts';

/** Why a cell of these parameters runs on one thread, or undefined. */
function whyOne({ engine, family }: Setting['parameters']): string | undefined {
  if (engine === 'native') return undefined;
  if (engine === undefined) return `the family ${family.kind} is not trained by an engine`;
  return `the engine ${engine} runs a cell on one thread`;
}

export function threadProblems(
  { threadsPerCell = 1 }: { readonly threadsPerCell?: number },
  settings: readonly Setting[],
): readonly ParameterProblem[] {
  if (threadsPerCell === 1) return [];
  const reason = settings.map(({ parameters }) => whyOne(parameters)).find((why) => why !== undefined);
  if (reason === undefined) return [];
  const remedy = 'Leave it out, or take engine: native.';
  return [{ path: ['threadsPerCell'], got: threadsPerCell, expected: `1: ${reason}`, remedy }];
}
