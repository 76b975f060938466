/**
 * Expectation–maximisation for Gaussian mixtures (Dempster, Laird & Rubin 1977), from a start to convergence. One pass
 * over the points, in blocks that stay in the fastest memory, makes the responsibilities and the moments they weight.
 *
 * Stopping rule: the mean log likelihood of a point, under the parameters before each M-step, moves by less than the
 * tolerance (scikit-learn's rule, so that both stop at the same iteration).
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import { expectPairPlane } from './expect-pair-plane.ts';
import { ExpectationKernel } from './expectation-kernel.ts';
import { maximise, prepare } from './maximise.ts';
import { chooseGather, type Gather } from './moments.ts';
import { chooseShare, type Share } from './responsibilities.ts';
import { chooseWhiten, type Whiten } from './whiten.ts';
import { isTriangular, type Workspace } from './workspace.ts';

export interface EmOptions {
  /** On the change of the mean log likelihood of a point, nats. */
  readonly tolerance: number;
  /** Most iterations. */
  readonly iterations: number;
  /** Added to every variance in each M-step. */
  readonly covarianceFloor: number;
}

export interface EmOutcome {
  readonly iterations: number;
  readonly converged: boolean;
  /** Mean log likelihood of a point before the last M-step. */
  readonly lowerBound: number;
}

/** EM on one workspace: holds the kernels that suit it. */
export class Em {
  private readonly workspace: Workspace;
  private readonly whiten: Whiten;
  private readonly share: Share;
  private readonly gather: Gather;
  private readonly pairPlane: boolean;
  /** Does the passes over the points where it can; with the points from the start of the fit. */
  private kernel: ExpectationKernel | undefined;
  private readonly options: EmOptions;

  constructor(workspace: Workspace, options: EmOptions) {
    this.workspace = workspace;
    this.whiten = chooseWhiten(workspace);
    this.share = chooseShare(workspace);
    this.gather = chooseGather(workspace);
    this.pairPlane = workspace.d === 2 && workspace.k === 2 && isTriangular(workspace.covariance);
    this.options = options;
  }

  /**
   * Parameters from the responsibilities that the workspace holds; its means and factors give the units that the
   * moments are taken in.
   *
   * @throws DegenerateMixtureError
   */
  startFromResponsibilities(): void {
    prepare(this.workspace);
    this.loadKernel()?.takeResponsibilities();
    this.gatherAll();
    this.maximise(0);
  }

  /**
   * From the parameters that the workspace holds to convergence.
   *
   * @throws DegenerateMixtureError
   */
  run(): EmOutcome {
    const { tolerance, iterations } = this.options;
    prepare(this.workspace);
    this.loadKernel();
    let lowerBound = -Infinity;
    for (let iteration = 1; iteration <= iterations; iteration++) {
      const before = lowerBound;
      lowerBound = this.expect() / this.workspace.n;
      if (!(Math.abs(lowerBound) < Infinity)) throw outOfReach(this.workspace);
      this.maximise(iteration);
      if (Math.abs(lowerBound - before) < tolerance)
        return { iterations: iteration, converged: true, lowerBound };
    }
    return { iterations, converged: false, lowerBound };
  }

  private loadKernel(): ExpectationKernel | undefined {
    if (this.pairPlane) this.kernel ??= ExpectationKernel.load(this.workspace);
    return this.kernel;
  }

  /** The E-step, with the moments of the M-step; returns Σ log density. */
  private expect(): number {
    if (this.kernel !== undefined) return this.kernel.expect();
    if (this.pairPlane) return expectPairPlane(this.workspace);
    const { workspace, whiten, share, gather } = this;
    const { n, k, blockSize } = workspace;
    clearMoments(workspace);
    let total = 0;
    for (let from = 0; from < n; from += blockSize) {
      const size = Math.min(blockSize, n - from);
      for (let c = 0; c < k; c++) whiten(workspace, c, from, size);
      total += share(workspace, from, size);
      for (let c = 0; c < k; c++) gather(workspace, c, from, size);
    }
    return total;
  }

  /** The moments of the responsibilities as they are, in the units of the parameters as they are. */
  private gatherAll(): void {
    if (this.kernel !== undefined) {
      this.kernel.gather();
      return;
    }
    const { workspace, whiten, gather } = this;
    const { n, k, blockSize } = workspace;
    clearMoments(workspace);
    for (let from = 0; from < n; from += blockSize) {
      const size = Math.min(blockSize, n - from);
      for (let c = 0; c < k; c++) {
        whiten(workspace, c, from, size);
        gather(workspace, c, from, size);
      }
    }
  }

  private maximise(iteration: number): void {
    const { covarianceFloor } = this.options;
    maximise(this.workspace, { covarianceFloor, iteration, regather: () => this.gatherAll() });
  }
}

function clearMoments({ masses, shifts, scatters }: Workspace): void {
  masses.fill(0);
  shifts.fill(0);
  scatters.fill(0);
}

/** Squares of anything larger, summed over the points, leave the range of doubles. */
const largestValue = 1e150;

function outOfReach({ columns }: Workspace): InvalidArgumentError {
  const value = columns.find((x) => !(Math.abs(x) < largestValue));
  if (value !== undefined)
    return new InvalidArgumentError({
      argument: 'train',
      got: `a point with a coordinate of ${value}`,
      expected: `coordinates below ${largestValue} in size, whose squares can be summed`,
      remedy: 'Rescale the data, or leave the point out.',
    });
  return new InvalidArgumentError({
    argument: 'start',
    got: 'a log density of some point that is not finite',
    expected: 'components that reach the data',
    remedy: 'Start with wider covariances, or from k-means.',
  });
}
