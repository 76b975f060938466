/** The named sizes as integers by generation. */
import { type Schedule, sizeAt } from './schedule.ts';
import type { Sizes } from './workflow.ts';

export class SizeTable {
  readonly initial: number;
  private readonly sizes: Sizes;
  /** cumulative[g] = initial + new(1) + … + new(g): filled as far as it was asked for. */
  private readonly cumulative: number[];

  constructor(sizes: Sizes) {
    this.sizes = sizes;
    this.initial = sizes.initial;
    this.cumulative = [sizes.initial];
  }

  /** Synthetic points made for D_generation; all points of D_generation in a mixture. */
  new(generation: number): number {
    return sizeAt(this.sizes.new, generation, 'sizes.new');
  }

  /** Points in the subset that model `generation` is fitted to. */
  train(generation: number): number {
    return sizeAt(this.sizes.train ?? this.initial, generation, 'sizes.train');
  }

  /** Fresh real points in D_generation. */
  real(generation: number): number {
    return sizeAt(this.sizes.real ?? 0, generation, 'sizes.real');
  }

  /** Points that exist at `generation` when none is thrown away: initial + new(1) + … + new(generation). */
  pool(generation: number): number {
    if (typeof this.sizes.new === 'number') return this.initial + generation * this.new(1);
    for (let g = this.cumulative.length; g <= generation; g++) {
      this.cumulative.push(this.cumulative[g - 1] + this.new(g));
    }
    return this.cumulative[generation];
  }

  schedules(): Schedule[] {
    const { new: synthetic, train, real } = this.sizes;
    return [synthetic, train, real].filter((schedule) => schedule !== undefined);
  }
}
