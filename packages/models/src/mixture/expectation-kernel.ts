/** `expectPairPlane`, and moments of given responsibilities, by WebAssembly: see pair-kernel.ts. */
import { log, type WasmExports } from '@collapse-lab/math';
import { doublesAt, type PairKernel, pairKernel } from './pair-kernel.ts';
import { largeProduct } from './responsibilities.ts';
import type { Workspace } from './workspace.ts';

/** The kernel with the points of one workspace. */
export class ExpectationKernel {
  readonly #workspace: Workspace;
  readonly #exports: WasmExports;
  readonly #address: number;
  /** Two lanes each, in the order of the C source. */
  readonly #components: Float64Array;
  readonly #moments: Float64Array;
  /** x, y, and the responsibilities of either component, with one place more for each. */
  readonly #points: Float64Array;

  private constructor(workspace: Workspace, { exports, address }: PairKernel) {
    const { columns, n } = workspace;
    this.#workspace = workspace;
    this.#exports = exports;
    this.#address = address;
    this.#components = doublesAt(exports, exports.components(), 12);
    this.#moments = doublesAt(exports, exports.moments(), 14);
    this.#points = doublesAt(exports, address, lengthFor(n));
    this.#points.set(columns);
  }

  /** undefined where the kernel is of no use. */
  static load(workspace: Workspace): ExpectationKernel | undefined {
    const kernel = pairKernel(8 * lengthFor(workspace.n));
    return kernel === undefined ? undefined : new ExpectationKernel(workspace, kernel);
  }

  /** Fills moments and, in its own memory, responsibilities; returns Σ log density. */
  expect(): number {
    const { n } = this.#workspace;
    const moments = this.#moments;
    this.#writeComponents();
    moments.fill(0);
    moments[13] = 1;
    for (let from = 0; from < n; ) {
      from = this.#exports.expect(this.#address, n, from, largeProduct);
      if (moments[13] > largeProduct) {
        moments[12] += log(moments[13]);
        moments[13] = 1;
      }
    }
    this.#readMoments();
    return moments[12] + log(moments[13]);
  }

  /** Takes the responsibilities of the workspace over, instead of those of an `expect`. */
  takeResponsibilities(): void {
    const { responsibilities, n } = this.#workspace;
    this.#points.set(responsibilities.subarray(0, n), 2 * n);
    this.#points.set(responsibilities.subarray(n), 3 * n + 1);
  }

  /** Fills the moments of the responsibilities as they are, in the units of the parameters as they are. */
  gather(): void {
    const { n, blockSize } = this.#workspace;
    this.#writeComponents();
    this.#moments.fill(0);
    this.#exports.gather(this.#address, n, blockSize);
    this.#readMoments();
  }

  #writeComponents(): void {
    const { covariance, means, whiteners, constants } = this.#workspace;
    const out = this.#components;
    for (let c = 0; c < 2; c++) {
      const from = covariance === 'tied' ? 0 : 4 * c;
      out[c] = whiteners[from];
      out[2 + c] = whiteners[from + 2];
      out[4 + c] = whiteners[from + 3];
      out[6 + c] = means[2 * c];
      out[8 + c] = means[2 * c + 1];
      out[10 + c] = constants[c];
    }
  }

  #readMoments(): void {
    const { masses, shifts, scatters } = this.#workspace;
    const moments = this.#moments;
    for (let c = 0; c < 2; c++) {
      masses[c] = moments[c];
      shifts[2 * c] = moments[2 + c];
      shifts[2 * c + 1] = moments[4 + c];
      scatters[4 * c] = moments[6 + c];
      scatters[4 * c + 2] = moments[8 + c];
      scatters[4 * c + 3] = moments[10 + c];
    }
  }
}

function lengthFor(n: number): number {
  return 4 * n + 2;
}
