/**
 * How far a correct simulator may be off before a claim is said not to hold.
 *
 * The whole table, both samplers, has a false-alarm rate of at most 1 %, by Bonferroni:
 *   - every check in standard errors holds up to |z| = 5.5: 3.8e-8 each for a normal z (half of that for a bound). At
 *     most 1200 of them, and a factor of 60 allowed for the skewness of means of products (Edgeworth: the skewest mean
 *     here has skewness 0.1 after averaging): below 0.28 %;
 *   - the χ² tests of the fixation law at p = 0.0005 each: 0.1 % for two;
 *   - heavy-tailed means, medians within a factor and orderings state their own rates, together at most 0.6 %.
 */

/** Largest |z| that holds. */
export const zTolerance = 5.5;

/** Smallest p-value of a χ² test that holds. */
export const chiSquaredTolerance = 0.0005;

/** P(|Z| > zTolerance) for a standard normal Z. */
export const falseAlarmPerCheck = 3.798e-8;

/** Factor allowed on it for skewness. */
export const skewnessAllowance = 60;

/** What a 95 % interval leaves out at either end. */
export const intervalTail = 0.025;
