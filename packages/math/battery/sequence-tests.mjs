// Tests of one sequence of 32-bit words, after Knuth, TAOCP 2, section 3.3.2, and Marsaglia's birthday spacings
// (Marsaglia, Tsang: "Some difficult-to-pass tests of randomness", J. Stat. Softw. 7 (2002) no. 3).
// Each takes `next` (a word 0 … 2^32 − 1 per call) and the number of words to use, and returns a p-value.
import { chiSquaredTest, poissonTest, sumOfSquaresTest } from './p-values.mjs';

/** Every value of the 16 bits from `shift` on equally often. */
export function equidistribution(next, words, shift) {
  const counts = new Float64Array(65536);
  for (let i = 0; i < words; i++) counts[(next() >>> shift) & 65535]++;
  return chiSquaredTest(counts);
}

/** Every triple of the top five bits of three successive words equally often. */
export function serialTriples(next, words) {
  const counts = new Float64Array(32768);
  for (let i = 0; i + 3 <= words; i += 3)
    counts[((next() >>> 27) << 10) | ((next() >>> 27) << 5) | (next() >>> 27)]++;
  return chiSquaredTest(counts);
}

/** The four words of a block: every combination of four of their bits each equally often, top and bottom bits mixed. */
export function wordsOfBlock(next, words) {
  const counts = new Float64Array(65536);
  for (let i = 0; i + 4 <= words; i += 4) {
    counts[((next() >>> 28) << 12) | ((next() & 15) << 8) | ((next() >>> 28) << 4) | (next() & 15)]++;
  }
  return chiSquaredTest(counts);
}

/** Autocorrelation at lags 1 … 64, each a standard normal for large n. */
export function serialCorrelation(next, words) {
  const lags = 64;
  const sums = new Float64Array(lags);
  const last = new Float64Array(lags);
  for (let i = 0; i < words; i++) {
    const x = (next() + 0.5) / 4294967296 - 0.5;
    for (let lag = 1; lag <= lags; lag++) sums[lag - 1] += x * last[(i + lags - lag) % lags];
    last[i % lags] = x;
  }
  return sumOfSquaresTest(sums.map((sum, lag) => (12 * sum) / Math.sqrt(words - lag - 1)));
}

/** Lengths of ascending runs; the word after each run is thrown away, which makes the lengths independent. */
export function runs(next, words) {
  const counts = new Float64Array(8);
  let length = 1;
  let previous = next();
  for (let i = 1; i < words; i++) {
    const word = next();
    if (word > previous) {
      length++;
      previous = word;
    } else {
      counts[Math.min(length, 8) - 1]++;
      length = 1;
      previous = next();
      i++;
    }
  }
  const factorial = [1, 1, 2, 6, 24, 120, 720, 5040, 40320];
  // P(length = r) = 1/r! − 1/(r + 1)!, and P(length ≥ 8) = 1/8!.
  const law = Array.from(counts, (_, i) => 1 / factorial[i + 1] - (i < 7 ? 1 / factorial[i + 2] : 0));
  return chiSquaredTest(counts, law);
}

/** Number of ones in a word: binomial with n = 32. */
export function hammingWeight(next, words) {
  const counts = new Float64Array(33);
  for (let i = 0; i < words; i++) counts[ones(next())]++;
  return chiSquaredTest(counts.slice(4, 29), binomialLaw(32, 4, 28));
}

/** 4096 birthdays in a year of 2^32 days: the number of equal spacings is Poisson with mean 4. */
export function birthdaySpacings(next, words) {
  const birthdays = 4096;
  const days = new Float64Array(birthdays);
  const trials = Math.floor(words / birthdays);
  let equal = 0;
  for (let trial = 0; trial < trials; trial++) {
    for (let i = 0; i < birthdays; i++) days[i] = next();
    days.sort();
    for (let i = birthdays - 1; i > 0; i--) days[i] -= days[i - 1];
    days.sort();
    for (let i = 1; i < birthdays; i++) if (days[i] === days[i - 1]) equal++;
  }
  return poissonTest(equal, 4 * trials);
}

export function ones(word) {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Binomial masses for p = ½ at low … high, made to add up to 1. */
export function binomialLaw(n, low, high) {
  const masses = [];
  let mass = 1;
  for (let k = 0; k <= high; k++) {
    if (k >= low) masses.push(mass);
    mass *= (n - k) / (k + 1);
  }
  const total = masses.reduce((sum, m) => sum + m, 0);
  return masses.map((m) => m / total);
}
