/**
 * The two faults of a model that Shumailov et al. (2024) name under functional expressivity, exactly for symbols:
 * probability where the real distribution has none, and none where it has some. Beside them, what is left of its rare
 * symbols.
 */
import {
  type AnyFamily,
  type CategoricalModel,
  type OptionProblem,
  type RealSource,
  resolveOptions,
} from '@collapse-lab/models';
import { isCategorical, normalised, realProbabilities } from './categorical-reference.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observer } from './observer.ts';

export interface CategoricalSupportOptions {
  /** The rare symbols: the least likely ones of p_0, as many as together have at most this probability. */
  readonly rare: number;
}

const name = 'categorical-support';
const version = 1;

const metrics = {
  exactOutsideSupport: 'probability that model t gives to symbols which p_0 does not have',
  exactLostSupport: 'probability under p_0 of the symbols which model t does not have',
  rareShare:
    'probability that model t gives to the rare symbols of p_0 (together at most 5 %, `rare`), as a share of theirs ' +
    'under p_0; absent where no symbol is rare',
};

export const categoricalSupport: ObserverDefinition<CategoricalSupportOptions> = defineObserver({
  name,
  version,
  summary: 'mass of a categorical outside the real support, real mass it has lost, and its rare symbols',
  options: { rare: 'Greatest probability that the rare symbols of p_0 have together. Default: 0.05.' },
  metrics,
  resolve: resolveCategoricalSupport,
  create: createCategoricalSupport,
});

function resolveCategoricalSupport(
  options: Record<string, unknown>,
): { options: CategoricalSupportOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<CategoricalSupportOptions>(options, {
    rare: {
      expected: 'a probability between 0 and 1',
      accepts: (value) => typeof value === 'number' && value > 0 && value < 1,
      default: 0.05,
    },
  });
}

function createCategoricalSupport({ rare }: CategoricalSupportOptions): Observer {
  const rareOf = new WeakMap<RealSource, readonly number[]>();
  return {
    name,
    version,
    metrics,
    needs: ['model'],
    refuses,
    measure: ({ model, real }) => {
      const q = realProbabilities(real)!;
      if (!rareOf.has(real)) rareOf.set(real, rareSymbols(q, rare));
      return measure(normalised((model as CategoricalModel).probabilities), q, rareOf.get(real)!);
    },
  };
}

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  if (!isCategorical(family))
    return `it reads the probabilities of a categorical, and the family is ${family.name}`;
  if (realProbabilities(real) !== undefined) return undefined;
  return `probabilities of real data ${real.name} are not known`;
}

/** Least likely first, equal ones in the order of the alphabet; symbols that p_0 does not have are none of them. */
function rareSymbols(q: Float64Array, most: number): number[] {
  const present = [...q.keys()].filter((symbol) => q[symbol] > 0).sort((a, b) => q[a] - q[b]);
  let total = 0;
  return present.filter((symbol) => {
    total += q[symbol];
    return total <= most;
  });
}

function measure(p: Float64Array, q: Float64Array, rare: readonly number[]): Metrics {
  let outside = 0;
  let lost = 0;
  for (let i = 0; i < q.length; i++) {
    if (q[i] === 0) outside += p[i];
    if (p[i] === 0) lost += q[i];
  }
  const massOf = (probabilities: Float64Array): number =>
    rare.reduce((sum, symbol) => sum + probabilities[symbol], 0);
  return {
    exactOutsideSupport: outside,
    exactLostSupport: lost,
    ...(rare.length > 0 && { rareShare: massOf(p) / massOf(q) }),
  };
}
