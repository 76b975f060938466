import { type Curve, type ReportData, renderReport, type TheoryCurve } from '@collapse-lab/report';
import { describe, expect, it } from 'vitest';
import { metricTitle } from '../dist/text/names.js';
import { flatPoint, syntheticData } from './fixtures/report-fixtures.ts';

const base = syntheticData();

interface Line {
  readonly metric?: string;
  readonly start: number;
  readonly end: number;
  readonly standardError?: number;
  readonly skewness?: number;
  readonly theory?: Partial<TheoryCurve> & { readonly value: number };
}

/** One setting per line, 100 lineages each, t = 0 and 9. */
function dataOf(lines: readonly Line[], labels = lines.map((_, i) => `workflow ${i}`)): ReportData {
  const curves = lines.map((line, setting): Curve => {
    const { metric = 'variance', start, end, standardError = 0.01, skewness = 0, theory } = line;
    const errors = { mean: standardError, median: standardError, geometricMean: standardError };
    const last = {
      ...flatPoint(9, end, 100),
      standardError: errors,
      skewness: { mean: skewness, geometricMean: 0 },
    };
    const { value = 0, ...rest } = theory ?? {};
    const curve: TheoryCurve = {
      functional: 'mean',
      source: 'a paper',
      kind: 'exact',
      points: [{ t: 9, value }],
      ...rest,
    };
    return {
      setting,
      metric,
      points: [flatPoint(0, start, 100), last],
      theory: theory === undefined ? [] : [curve],
    };
  });
  return {
    ...base,
    curves,
    collapseTimes: [],
    settings: lines.map((_, index) => ({ index, label: labels[index], values: {} })),
    completeness: {
      ...base.completeness,
      perSetting: lines.map(() => ({ present: 1, expected: 1, failed: 0 })),
    },
  };
}

const sentences = (data: ReportData): readonly string[] => renderReport(data).sentences;

describe('sentences', () => {
  it('name what changed most, what changed least, and how theory compares', () => {
    const data = dataOf(
      [
        { start: 1, end: 0.1, theory: { value: 0.08 } },
        { start: 1, end: 0.95, theory: { value: 0.92 } },
      ],
      ['replace', 'accumulate'],
    );
    expect(sentences(data)).toEqual([
      'Under replace, the median variance fell from 1 at t = 0 to 0.100 at t = 9 (the middle 90 %: 0.100 to 0.100; 100 lineages).',
      'It changed least under accumulate: the median variance fell from 1 at t = 0 to 0.950 at t = 9.',
      'Theory gives a mean variance of 0.0800 under replace at t = 9, and the mean of 100 lineages is 0.100, 2.0 standard errors away; over both such comparisons in the last generation the largest difference is 3.0.',
    ]);
  });

  it('speak of a single setting without naming it', () => {
    expect(sentences(dataOf([{ start: 0.5, end: 2 }]))).toEqual([
      'The median variance rose from 0.500 at t = 0 to 2 at t = 9 (the middle 90 %: 2 to 2; 100 lineages).',
    ]);
  });

  it('compare by difference where a median is not positive', () => {
    const [first] = sentences(
      dataOf([
        { start: 0, end: -3 },
        { start: 0, end: 0.5 },
      ]),
    );
    expect(first).toContain('Under workflow 0, the median variance fell from 0 at t = 0 to −3 at t = 9');
  });

  it('test nothing where a few lineages carry the mean, and say so', () => {
    const data = dataOf([{ start: 1, end: 0.1, skewness: 8, theory: { value: 0.08 } }]);
    expect(sentences(data)[1]).toBe(
      'Theory (exact) gives 0.0800 for the mean of the variance at t = 9; the lineages give 0.100 (no test: too skewed for its standard error).',
    );
  });

  it('test nothing where all lineages have ended in one state, up to rounding', () => {
    const data = dataOf([{ start: 0.1, end: 2.302585, standardError: 3e-17, theory: { value: 2.3025 } }]);
    expect(sentences(data)[1]).toBe(
      'Theory (exact) gives 2.30 for the mean of the variance at t = 9; the lineages give 2.30 (no test: no spread among the lineages).',
    );
  });

  it.each([
    ['asymptotic', 'an approximation'],
    ['bound', 'a bound, not a value'],
  ] as const)('test nothing against a theory that is %s', (kind, reason) => {
    const data = dataOf([{ start: 1, end: 0.1, theory: { value: 0.08, kind } }]);
    expect(sentences(data)[1]).toContain(`(no test: ${reason})`);
  });

  it('count collapsed lineages where there is no theory', () => {
    const data = dataOf([{ start: 1, end: 0.1 }]);
    const collapsed: Curve = {
      setting: 0,
      metric: 'collapsed',
      points: [flatPoint(9, 0.25, 100)],
      theory: [],
    };
    expect(sentences({ ...data, curves: [...data.curves, collapsed] })[1]).toBe(
      '25 of 100 lineages had collapsed by the last generation.',
    );
  });

  it('say what became of the tails where their mass is recorded: replace against accumulate', () => {
    const data = dataOf([
      { start: 1, end: 0.1 },
      { start: 1, end: 0.9 },
      { metric: 'tailMass1', start: 0.01, end: 0 },
      { metric: 'tailMass1', start: 0.01, end: 0.02 },
    ]);
    const kinds = ['replace', 'accumulate'];
    const tailed: ReportData = {
      ...data,
      metrics: ['variance', 'tailMass1'].map((name) => ({
        name,
        title: metricTitle(name),
        description: '',
        charted: true,
      })),
      settings: kinds.map((kind, index) => ({ index, label: kind, values: { 'workflow.kind': kind } })),
      curves: data.curves.map((curve) => ({ ...curve, setting: curve.setting % 2 })),
    };
    expect(sentences(tailed)[1]).toBe(
      'Under replace, the median tail mass of samples in the outer 1 % of the real distribution fell from 0.0100 at t = 0 to ' +
        '0 at t = 9; under accumulate, it rose from 0.0100 at t = 0 to 0.0200 at t = 9.',
    );
  });

  it('say of an error where it is least in the end and where largest', () => {
    const data = dataOf(
      [
        { metric: 'meanError', start: 0.01, end: 0.02 },
        { metric: 'meanError', start: 0.01, end: 0.015 },
        { metric: 'meanError', start: 0.01, end: 0.5 },
      ],
      ['weight = 0.5', 'golden', 'weight = 1'],
    );
    const metrics = [{ name: 'meanError', title: metricTitle('meanError'), description: '', charted: true }];
    expect(sentences({ ...data, metrics })[1]).toBe(
      'The least squared error of the mean at t = 9 is under golden (median 0.0150), the largest under weight = 1 (0.500).',
    );
  });

  it('count lineages where a metric is 0 or 1, and say nothing of what is alike', () => {
    const extinct = [{ name: 'extinct', title: metricTitle('extinct'), description: '', charted: true }];
    const data = dataOf(
      [
        { metric: 'extinct', start: 0, end: 0.34 },
        { metric: 'extinct', start: 0, end: 0.06, theory: { value: 0.05 } },
      ],
      ['replace', 'accumulate'],
    );
    expect(sentences({ ...data, metrics: extinct })).toEqual([
      'Under replace, 34 of 100 lineages (34 %) had died out by t = 9.',
      'It changed least under accumulate: 6 of 100 lineages (6 %) had died out by t = 9.',
      'Theory gives a share of lineages extinct of 0.0500 under accumulate at t = 9, and the share of 100 lineages is 0.0600, 1.0 standard errors away.',
    ]);
    const alike = dataOf([
      { metric: 'extinct', start: 0, end: 1 },
      { metric: 'extinct', start: 0, end: 1 },
    ]);
    expect(sentences({ ...alike, metrics: extinct })).toEqual([
      'Under workflow 0, 100 of 100 lineages (100 %) had died out by t = 9.',
    ]);
  });

  it('give the range of fewer than twenty lineages', () => {
    const data = dataOf([{ start: 1, end: 0.1 }]);
    const [curve] = data.curves;
    const last = { ...flatPoint(9, 0.1, 5), range: [0.01, 0.3] as const };
    expect(sentences({ ...data, curves: [{ ...curve, points: [curve.points[0], last] }] })[0]).toBe(
      'The median variance fell from 1 at t = 0 to 0.100 at t = 9 (all between 0.0100 and 0.300; 5 lineages).',
    );
  });

  it('take a small change within two standard errors for none', () => {
    const of = (end: number, standardError: number): string =>
      sentences(dataOf([{ start: 0.0103, end, standardError }]))[0];
    expect(of(0.0101, 0.0002)).toContain('median variance stayed near 0.010 from t = 0 to t = 9');
    expect(of(0.0101, 0.00005)).toContain('fell from 0.0103');
    expect(of(0.005, 0.01)).toContain('fell from 0.0103');
  });

  it('begin after a zero that is one by definition', () => {
    const data = dataOf([{ start: 0, end: 0.5 }]);
    const [curve] = data.curves;
    const points = [curve.points[0], flatPoint(1, 0.2, 100), curve.points[1]];
    expect(sentences({ ...data, curves: [{ ...curve, points }] })[0]).toContain(
      'rose from 0.200 at t = 1 to 0.500 at t = 9',
    );
  });

  it('say of a constant that it is one', () => {
    expect(sentences(dataOf([{ start: 1, end: 1 }]))[0]).toContain('was 1 at t = 0 and still is at t = 9');
  });

  it('are three for the synthetic experiment', () => {
    expect(sentences(base).length).toBe(3);
  });
});
