import { CollapseLabError } from '@collapse-lab/math';

export interface Degeneracy {
  /** From 0; absent where one covariance is tied to all components. */
  readonly component?: number;
  readonly components: number;
  /** EM iterations done; 0: the start is degenerate. */
  readonly iteration: number;
  /** Σ of the responsibilities of the component. */
  readonly points: number;
}

/** A component has no spread along some direction: the likelihood has no maximum there. */
export class DegenerateMixtureError extends CollapseLabError implements Degeneracy {
  override readonly name: string = 'DegenerateMixtureError';
  readonly component?: number;
  readonly components: number;
  readonly iteration: number;
  readonly points: number;

  constructor({ component, components, iteration, points }: Degeneracy) {
    const when = iteration === 0 ? 'at the start' : `in EM iteration ${iteration}`;
    const subject =
      component === undefined
        ? `the tied covariance of ${components} components`
        : `component ${component} of ${components}`;
    super(
      `mixture: ${subject} became singular ${when}. It holds ${points.toPrecision(3)} ` +
        `points, which do not differ (beyond rounding) along some direction; a density that narrows there grows ` +
        'without bound, so that there is no fit of maximum likelihood. Set covarianceFloor (1e-6 is usual; it is a ' +
        'variance, in the squared units of the data), fit fewer components or a narrower covariance, or use more points.',
    );
    if (component !== undefined) this.component = component;
    this.components = components;
    this.iteration = iteration;
    this.points = points;
  }
}
