/**
 * Draws from p_t of a mixture by walking back: a point of p_t = α model_{t-1} + β p_{t-1} + γ p_0 comes from the model,
 * from p_0, or from one level further down. For n points at once each level is one multinomial draw, which has the same
 * law as one multinomial over the unrolled weights and stops as soon as no point is left.
 */
import { multinomial, type Stream } from '@collapse-lab/math';
import type { AnyFamily, Blobs, Json } from '@collapse-lab/models';

/** p_{t+1} = alpha · model + beta · p_t + gamma · p_0. */
export interface Level {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly model: unknown;
}

export class Ancestry {
  private levels: Level[] = [];
  private readonly weights = new Float64Array(3);
  private readonly counts = new Float64Array(3);

  clear(): void {
    this.levels = [];
  }

  /** Adds the level of the newest distribution. What lies below a level with β = 0 is never reached and is dropped. */
  push(level: Level): void {
    if (level.beta === 0) this.levels = [];
    this.levels.push(level);
  }

  /**
   * Divides n draws from the newest distribution among its components.
   *
   * @param visit called for each model that gets points, newest first
   * @returns how many come from p_0
   */
  divide(n: number, stream: Stream, visit: (model: unknown, count: number) => void): number {
    const { weights, counts } = this;
    let left = n;
    let real = 0;
    for (let i = this.levels.length - 1; i >= 0 && left > 0; i--) {
      const level = this.levels[i];
      weights[0] = level.alpha;
      weights[1] = level.beta;
      weights[2] = level.gamma;
      multinomial(stream, left, weights, counts);
      if (counts[0] > 0) visit(level.model, counts[0]);
      left = counts[1];
      real += counts[2];
    }
    return real + left;
  }

  encode(family: AnyFamily, blobs?: Blobs): Json {
    return this.levels.map(({ alpha, beta, gamma, model }) => {
      return { alpha, beta, gamma, model: family.encode(model, blobs) };
    });
  }

  decode(family: AnyFamily, encoded: Json, blobs?: Blobs): void {
    this.levels = (encoded as unknown as (Level & { model: Json })[]).map((level) => {
      return { ...level, model: family.decode(level.model, blobs) };
    });
  }
}
