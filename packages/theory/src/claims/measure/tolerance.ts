/**
 * How far a correct simulator may be off before a claim is said not to hold.
 *
 * The whole table, both samplers, has a false-alarm rate of at most 1 %, by Bonferroni:
 *   - every check in standard errors holds up to |z| = 5: 5.7e-7 each for a normal z. At most 400 of them,
 *   and a factor
 *     of 20 allowed for the skewness of means of products (Edgeworth: the skewest mean here has skewness 0.1
 *     after averaging): below 0.46 %;
 *   - the χ² tests of the fixation law at p = 0.0005 each: 0.1 % for two;
 *   - heavy-tailed means state their own rate, 0.1 % for the one there is.
 */

/** Largest |z| that holds. */
export const zTolerance = 5;

/** Smallest p-value of a χ² test that holds. */
export const chiSquaredTolerance = 0.0005;

/** P(|Z| > zTolerance) for a standard normal Z. */
export const falseAlarmPerCheck = 5.733e-7;
