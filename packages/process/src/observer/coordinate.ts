/** What observers along one coordinate of p_0 have in common: the option that names it, and when there is none. */
import type { AnyFamily, OptionRule, RealSource } from '@collapse-lab/models';

export const axisRule: OptionRule = {
  expected: 'a coordinate, that is a non-negative integer',
  accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  default: 0,
};

/** Why quantiles of p_0 along `axis` cannot be had, for a family of points. */
export function refusesCoordinate({ shape }: AnyFamily, axis: number, real: RealSource): string | undefined {
  if (shape.kind === 'points' && axis >= shape.d) return `there is no coordinate ${axis} in d = ${shape.d}`;
  return real.quantile === undefined ? `quantiles of real data ${real.name} are not known` : undefined;
}
