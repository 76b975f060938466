import { chiMean, gammaHalfRatio, tetragamma, trigamma } from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { expectClose, reference } from '../reference.ts';

describe('chiMean', () => {
  it.each(reference.chi)('E √χ² with %d degrees of freedom', (nu, expected) => {
    expectClose(chiMean(nu), expected, 4e-16 * 4);
  });

  it('is √(2/π) for one degree of freedom and √(π/2) for two', () => {
    expectClose(chiMean(1), Math.sqrt(2 / Math.PI), 1e-15);
    expectClose(chiMean(2), Math.sqrt(Math.PI / 2), 1e-15);
  });

  it('refuses what is not positive, saying so', () => {
    expect(() => gammaHalfRatio(0)).toThrow(/x.*0.*a positive number/s);
    expect(() => chiMean(Number.NaN)).toThrow(/a positive number/);
  });
});

describe('polygamma', () => {
  it.each(reference.polygamma)('ψ′ and ψ″ at %d', (x, first, second) => {
    expectClose(trigamma(x), first, 2e-15);
    expectClose(tetragamma(x), second, 2e-14);
  });

  it('refuses what is not positive', () => {
    expect(() => trigamma(-1)).toThrow(/x.*-1.*a positive number/s);
    expect(() => tetragamma(0)).toThrow(/a positive number/);
  });
});
