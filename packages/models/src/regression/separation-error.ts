import { CollapseLabError } from '@collapse-lab/math';

/** A hyperplane tells the labels apart: the likelihood grows with the weights for ever. */
export class SeparationError extends CollapseLabError {
  override readonly name: string = 'SeparationError';

  constructor(n: number, d: number) {
    super(
      `logistic-regression: a direction of the d = ${d} inputs tells the labels 0 and 1 of all n = ${n} rows apart, ` +
        'so that the likelihood has no maximum. ' +
        'Use more rows per generation or fewer inputs, or set ridge to a small positive number.',
    );
  }
}

/** Newton's method did not come to rest. */
export class NotConvergedError extends CollapseLabError {
  override readonly name: string = 'NotConvergedError';

  constructor(cap: number, change: number, tolerance: number) {
    super(
      `logistic-regression: after cap = ${cap} Newton steps the weights still change by ${change} of their size, ` +
        `expected at most tolerance = ${tolerance}. Raise cap or tolerance; or, where some direction of the inputs ` +
        'tells most labels apart and none wrongly, set ridge to a small positive number.',
    );
  }
}
