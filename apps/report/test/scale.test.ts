import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourClasses, lineClasses } from '../dist/charts/colour-classes.js';
import { linearTicks, logTicks, valueScale } from '../dist/charts/scale.js';
import { hasDarkPartner } from '../dist/charts/theme.js';

const runs = { seed: 1, numRuns: 300 };

describe('valueScale', () => {
  it('is logarithmic where lines span more than a factor of 30, and linear for logarithms whatever they span', () => {
    expect(valueScale('variance', [1, 0.01], []).type).toBe('log');
    expect(valueScale('variance', [1, 0.5], []).type).toBe('linear');
    expect(valueScale('logVariance', [0.001, 100], []).type).toBe('linear');
    expect(valueScale('variance', [1, -0.01], []).type).toBe('linear');
  });

  it('is linear for shares of lineages, and goes no further down than two decades below the ensemble for theory', () => {
    expect(valueScale('extinct', [0.001, 1], [], ['extinct']).type).toBe('linear');
    expect(valueScale('extinct', [0, 0], [], [], [1e-18]).domain).toEqual([0, expect.closeTo(0.105, 9)]);
    expect(valueScale('variance', [1, 0.5], [], [], [1e-25]).type).toBe('linear');
    const scale = valueScale('variance', [1, 0.01], [], [], [1e-25]);
    expect(scale.type).toBe('log');
    expect(scale.domain[0]).toBeGreaterThan(5e-5);
    expect(scale.notes).toEqual(['Values below the log axis are drawn on its lower edge.']);
  });

  it('is logarithmic where the experiment asks for it', () => {
    expect(valueScale('variance', [1, 0.5], [], ['variance']).type).toBe('log');
  });

  it('goes down to zero where values come near it, and not where they are far', () => {
    expect(valueScale('variance', [0.2, 1], []).domain[0]).toBe(0);
    expect(valueScale('variance', [0.95, 1], []).domain[0]).toBeGreaterThan(0.9);
  });

  it('draws zeros on the lower edge of a log axis, and says so', () => {
    const scale = valueScale('variance', [1, 0.01, 0], []);
    expect(scale.clamp(0)).toBe(scale.domain[0]);
    expect(scale.domain[0]).toBeGreaterThan(0);
    expect(scale.notes).toEqual(['Values of zero are drawn on the lower edge of the log axis.']);
  });

  it('cuts off bands two decades below the lowest line, and says so', () => {
    const scale = valueScale('variance', [1, 0.01], [1e-30]);
    expect(scale.domain[0]).toBeGreaterThan(5e-5);
    expect(scale.notes).toEqual(['Bands are cut off at the lower edge where they go below it.']);
  });

  it('ends at tail masses of 10⁻⁹, which nobody will see', () => {
    const scale = valueScale('exactTailMass1', [0.01, 1e-40], []);
    expect(scale.domain[0]).toBeCloseTo(1e-9 / 1.15, 15);
    expect(scale.clamp(1e-40)).toBe(scale.domain[0]);
    expect(scale.notes).toEqual(['Values below the log axis are drawn on its lower edge.']);
  });

  it('has a domain with two ends for a constant, for zero and for nothing', () => {
    for (const values of [[3], [0], [-2], [], [Number.NaN]]) {
      const [low, high] = valueScale('variance', values, []).domain;
      expect(low).toBeLessThan(high);
    }
  });

  it('writes all powers of ten alike', () => {
    const { ticks, tickFormat } = valueScale('variance', [1e-5, 10], []);
    expect(ticks.map(tickFormat)).toEqual(['10⁻⁵', '10⁻⁴', '10⁻³', '10⁻²', '10⁻¹', '1', '10']);
  });

  it('places a value between the pixels of the ends', () => {
    const log = valueScale('variance', [1e-4, 1], []);
    expect(log.position(log.domain[0], 300, 10)).toBe(300);
    expect(log.position(log.domain[1], 300, 10)).toBeCloseTo(10, 9);
    expect(log.position(Math.sqrt(log.domain[0] * log.domain[1]), 300, 10)).toBeCloseTo(155, 9);
  });
});

describe('ticks', () => {
  const size = fc.double({ min: 1e-12, max: 1e12, noNaN: true });

  it('of a linear axis lie inside and are about as many as asked for', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), size, (low, span) => {
        const high = low + Math.max(span, 1e-6 * Math.abs(low));
        const ticks = linearTicks(low, high, 5);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(9);
        const slack = 1e-6 * (high - low);
        expect(ticks.every((tick) => tick >= low - slack && tick <= high + slack)).toBe(true);
      }),
      runs,
    );
  });

  it('are none where the ends differ by rounding only', () => {
    expect(linearTicks(1e6, 1e6 + 1e-9, 5)).toEqual([]);
    expect(linearTicks(0, 0, 5)).toEqual([]);
  });

  it('of a log axis lie inside, ascend and are never more than a dozen', () => {
    fc.assert(
      fc.property(size, fc.double({ min: 1.5, max: 1e20, noNaN: true }), (low, ratio) => {
        const ticks = logTicks(low, low * ratio);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(12);
        expect(ticks.every((tick, i) => i === 0 || tick > ticks[i - 1])).toBe(true);
      }),
      runs,
    );
  });
});

describe('an axis of nothing', () => {
  it.each([
    ['zeros', [0, 0]],
    ['zero and a number without digits', [0, 5e-324]],
    ['numbers without digits', [5e-324, 1e-310]],
  ])('has ticks: %s', (_, values) => {
    for (const logMetrics of [[], ['variance']]) {
      const { ticks, domain, clamp } = valueScale('variance', values, values, logMetrics);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.every((tick) => tick >= domain[0] && tick <= domain[1])).toBe(true);
      expect(values.map(clamp).every((value) => value >= domain[0] && value <= domain[1])).toBe(true);
    }
  });

  it('says nothing of bands where there are none', () => {
    const lines = [1, 0.001, 0];
    expect(valueScale('variance', lines, lines).notes).toEqual([
      'Values of zero are drawn on the lower edge of the log axis.',
    ]);
  });
});

describe('colourClasses', () => {
  it('gives larger values later colours, over at most eleven classes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const { limits, colours, colour } = colourClasses(values);
        expect(colours.length).toBe(limits.length + 1);
        expect(colours.length).toBeLessThanOrEqual(11);
        const order = [...values].sort((a, b) => a - b).map((value) => colours.indexOf(colour(value)));
        expect(order.every((each, i) => i === 0 || each >= order[i - 1])).toBe(true);
      }),
      runs,
    );
  });

  it('has colours for areas that do not change with the scheme, and colours for lines that do', () => {
    for (let count = 1; count <= 11; count++) {
      const values = Array.from({ length: count }, (_, i) => i / 10);
      expect(colourClasses(values).colours.filter(hasDarkPartner)).toEqual([]);
      const lines = lineClasses(values).colours;
      expect(new Set(lines).size).toBe(count);
      expect(lines.every(hasDarkPartner)).toBe(true);
    }
  });

  it('has one class for a constant', () => {
    expect(colourClasses([2, 2]).limits).toEqual([]);
  });

  it('does not make a class of a sliver at the end', () => {
    expect(colourClasses([0.0005, 1.04]).limits.at(-1)).toBe(0.5);
  });
});
