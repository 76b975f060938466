/**
 * Exact laws of a categorical at small sizes: the expected spectrum, the number of symbols seen c times.
 *
 * The count of one symbol is a Markov chain of its own (Wright-Fisher under replace, a Pólya-like urn under
 * accumulate), the same chain for every symbol. So the measures of all symbols can be added and moved
 * together: spectrum_t[c] = Σ_i P(symbol i is seen c times in what model t is fitted to), c = 0 … n_t. Any
 * mean of a sum over symbols follows: support size, entropy, Σ p²; and, because at most one symbol can hold
 * all points, P(collapsed at t) = spectrum_t[n_t].
 * Cost of a generation: n_{t-1} · n_t operations.
 */
import { binomialLogMass, exp, expm1, log, log1p } from '@collapse-lab/math';
import { recurrence } from '../recurrence.ts';

/** Expected number of symbols seen c times, c = 0 … n. */
export type Spectrum = Float64Array;

/** Binomial(n, p) masses, n + 1 of them. */
function binomialMasses(n: number, p: number): Float64Array {
  if (p <= 0 || p >= 1) return pointMass(n + 1, p <= 0 ? 0 : n);
  return Float64Array.from({ length: n + 1 }, (_, c) => exp(binomialLogMass(c, n, p)));
}

function pointMass(length: number, at: number): Float64Array {
  const masses = new Float64Array(length);
  masses[at] = 1;
  return masses;
}

/**
 * Spectrum of n i.i.d. points with these probabilities. With weights, symbol i counts as weights[i] symbols: the spectrum
 * at 0 weighted by the probabilities is the mass of the symbols that are not seen.
 */
export function firstSpectrum(
  probabilities: ArrayLike<number>,
  n: number,
  weights?: ArrayLike<number>,
): Spectrum {
  const spectrum = new Float64Array(n + 1);
  for (let i = 0; i < probabilities.length; i++) {
    const masses = binomialMasses(n, probabilities[i]);
    const weight = weights === undefined ? 1 : weights[i];
    for (let c = 0; c <= n; c++) spectrum[c] += weight * masses[c];
  }
  return spectrum;
}

/** Row c: what becomes of a symbol with c of `size` points when `drawn` new ones are drawn from the fit. */
export function transition(size: number, drawn: number): Float64Array[] {
  return Array.from({ length: size + 1 }, (_, c) => binomialMasses(drawn, c / size));
}

/** Moves a spectrum; with `kept`, the new points join the old ones. */
function move(spectrum: Spectrum, rows: readonly Float64Array[], drawn: number, kept: boolean): Spectrum {
  const size = spectrum.length - 1;
  const next = new Float64Array(drawn + (kept ? size : 0) + 1);
  for (let c = 0; c <= size; c++) {
    const weight = spectrum[c];
    if (weight === 0) continue;
    const row = rows[c];
    const offset = kept ? c : 0;
    for (let k = 0; k <= drawn; k++) next[offset + k] += weight * row[k];
  }
  return next;
}

/** Replace with |D_t| = size(t): spectrum of D_t, with weights as in `firstSpectrum`. */
export function replaceSpectrum(
  probabilities: ArrayLike<number>,
  size: (t: number) => number,
  weights?: ArrayLike<number>,
): (t: number) => Spectrum {
  let rows: Float64Array[] = [];
  let rowsFor = '';
  return recurrence(firstSpectrum(probabilities, size(0), weights), (spectrum, t) => {
    const sizes = `${size(t - 1)} ${size(t)}`;
    if (sizes !== rowsFor) rows = transition(size(t - 1), size(t));
    rowsFor = sizes;
    return move(spectrum, rows, size(t), false);
  });
}

/** Accumulate: spectrum of the pool D_0 … D_t. */
export function accumulateSpectrum(
  probabilities: ArrayLike<number>,
  initial: number,
  added: (t: number) => number,
): (t: number) => Spectrum {
  return recurrence(firstSpectrum(probabilities, initial), (spectrum, t) =>
    move(spectrum, transition(spectrum.length - 1, added(t)), added(t), true),
  );
}

/** Expected number of symbols seen at all. */
export function expectedSupport(spectrum: Spectrum): number {
  let sum = 0;
  for (let c = 1; c < spectrum.length; c++) sum += spectrum[c];
  return sum;
}

/** Expected number of symbols in n i.i.d. points: Σ [1 − (1 − p_i)^n]. */
export function expectedSupportOfDraw(probabilities: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    sum += p < 1 ? -expm1(n * log1p(-p)) : 1;
  }
  return sum;
}

/** Expected entropy of the fit, in nats. */
export function expectedEntropy(spectrum: Spectrum): number {
  const n = spectrum.length - 1;
  let sum = 0;
  for (let c = 1; c < n; c++) sum -= (spectrum[c] * c * log(c / n)) / n;
  return sum;
}

/** Probability that one symbol holds all points. */
export function collapsedProbability(spectrum: Spectrum): number {
  return spectrum[spectrum.length - 1];
}
