/**
 * Probability that a correct simulator fails one check, from what is known of the law of its statistic.
 *
 * A Studentised mean is skewed where the values are: P(T < −x) = Φ(−x) exp(γ x³/3), P(T > x) = Φ(−x) exp(−γ x³/3) to first
 * order in the skewness γ of the mean (Shao, Annals of Probability 27 (1999): self-normalised Cramér-type deviations). A share
 * of replicates is binomial, and its standard error known: its tails are summed.
 */
import { binomialLogMass, exp } from '@collapse-lab/math';
import { falseAlarmPerCheck, zTolerance } from './tolerance.ts';

/** Factor on a normal tail; 1/3 for a mean in units of its own estimated error. */
const tilt = (skewness: number): number => exp((skewness * zTolerance * zTolerance * zTolerance) / 3);

const oneTail = falseAlarmPerCheck / 2;

/** Of |z| ≤ zTolerance; `skewness` of the mean, third standardised moment over √R. */
export function meanFalseAlarm(skewness: number): number {
  return Math.min(1, oneTail * (tilt(skewness) + tilt(-skewness)));
}

/**
 * Of z ≤ zTolerance, as if the truth lay at the bound; none where the run shows that it is further inside than the
 * tolerance: an alarm would be eleven standard errors off. `z` and `skewness` with the sign that makes the bound an upper one.
 */
export function boundFalseAlarm(z: number, skewness: number): number {
  return z < -zTolerance ? 0 : Math.min(1, oneTail * tilt(-skewness));
}

/** P(|B/R − p| > zTolerance √(p(1 − p)/R)), B ~ Binomial(R, p). */
export function proportionFalseAlarm(p: number, replicates: number): number {
  return exceedance(p, replicates) + exceedance(1 - p, replicates);
}

/** Of a bound on a share, as `boundFalseAlarm`; `sign` 1 where p bounds it from above, −1 from below. */
export function shareBoundFalseAlarm(p: number, replicates: number, z: number, sign: 1 | -1): number {
  return z < -zTolerance ? 0 : exceedance(sign === 1 ? p : 1 - p, replicates);
}

/** P(B > R p + zTolerance √(R p (1 − p))): terms fall at least geometrically beyond the mean. */
function exceedance(p: number, replicates: number): number {
  const spread = zTolerance * Math.sqrt(p * (1 - p) * replicates);
  const first = Math.floor(replicates * p + spread) + 1;
  if (first > replicates) return 0;
  let term = exp(binomialLogMass(first, replicates, p));
  let sum = 0;
  for (let k = first; k <= replicates && term > 1e-20; k++) {
    sum += term;
    term *= ((replicates - k) * p) / ((k + 1) * (1 - p));
  }
  return sum;
}
