// Every sampler in every regime of its parameters, for the tests that hold for all of them.

import type { Stream } from '@collapse-lab/math';
import * as math from '@collapse-lab/math';

const table = math.createAliasTable([3, 0, 1, 5, 0.25]);
const factor = [2, 0, 0, -1, 0.5, 0, 3, 4, 1];

/** Name and one draw of each. */
export const samplers: Record<string, (stream: Stream) => number | ArrayLike<number>> = {
  int32: (s) => s.int32(),
  uint32: (s) => s.uint32(),
  uniform: (s) => s.uniform(),
  uniformOpen: (s) => s.uniformOpen(),
  normal: math.normal,
  exponential: math.exponential,
  'gamma 0.01': (s) => math.gamma(s, 0.01),
  'gamma 0.7': (s) => math.gamma(s, 0.7, 2),
  'gamma 1': (s) => math.gamma(s, 1),
  'gamma 8.5': (s) => math.gamma(s, 8.5),
  'gamma 1e12': (s) => math.gamma(s, 1e12),
  'chiSquared 1': (s) => math.chiSquared(s, 1),
  'chiSquared 2': (s) => math.chiSquared(s, 2),
  'chiSquared 99': (s) => math.chiSquared(s, 99),
  'binomial 12 0.3': (s) => math.binomial(s, 12, 0.3),
  'binomial 100 0.5': (s) => math.binomial(s, 100, 0.5),
  'binomial 1000 0.95': (s) => math.binomial(s, 1000, 0.95),
  'binomial 2^53 0.3': (s) => math.binomial(s, 2 ** 53, 0.3),
  'poisson 3': (s) => math.poisson(s, 3),
  'poisson 12': (s) => math.poisson(s, 12),
  'poisson 1e9': (s) => math.poisson(s, 1e9),
  'categorical 5': (s) => math.categorical(s, table),
  'multinomial 1000': (s) => math.multinomial(s, 1000, [3, 0, 1, 5, 0.25]),
  'hypergeometric 9 20 7': (s) => math.hypergeometric(s, 9, 20, 7),
  'hypergeometric 500 300 400': (s) => math.hypergeometric(s, 500, 300, 400),
  'hypergeometric 1e12 2e12 1e6': (s) => math.hypergeometric(s, 1e12, 2e12, 1e6),
  'multivariateHypergeometric 40': (s) => math.multivariateHypergeometric(s, [30, 0, 50, 9], 40),
  'multivariateNormal 3': (s) => math.fillMultivariateNormal(s, [1, 2, 3], factor, new Float64Array(3)),
  'wishartFactor 3 7': (s) => math.wishartFactor(s, 3, 7),
  'wishartFactor 3 2': (s) => math.wishartFactor(s, 3, 2),
  'uniformInteger 1000': (s) => math.uniformInteger(s, 1000),
  'uniformInteger 2^40': (s) => math.uniformInteger(s, 2 ** 40),
  'sampleWithoutReplacement 100 5': (s) => math.sampleWithoutReplacement(s, 100, 5),
  'permutation 6': (s) => math.permutation(s, 6),
  'shuffle 6': (s) => math.shuffle(s, [0, 1, 2, 3, 4, 5]),
};
