/** Something wrong in a setting: where, what was got, what was expected. All problems are reported at once. */
import { CollapseLabError } from '@collapse-lab/math';

export interface Problem {
  /** Names from the lineage specification inwards: `['sizes', 'new']`. */
  readonly path: readonly (string | number)[];
  readonly got: unknown;
  readonly expected: string;
  /** What to do about it, where that is not obvious. */
  readonly remedy?: string;
}

/** A setting that cannot be run, with everything that is wrong with it. */
export class InvalidSpecError extends CollapseLabError {
  override readonly name: string = 'InvalidSpecError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = problems;
  }
}

/** One line: `sizes.new: got -3, expected a non-negative number. <remedy>`. */
export function describeProblem({ path, got, expected, remedy }: Problem): string {
  const line = `${path.join('.')}: got ${show(got)}, expected ${expected}.`;
  return remedy === undefined ? line : `${line} ${remedy}`;
}

function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (value === undefined) return 'nothing';
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
