/** Theory beside the lineages where no test is made. */
import type { Curve, ReportData } from '@collapse-lab/report';
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { readSettings } from '../dist/data/settings.js';
import { finalValuesTable } from '../dist/page/tables.js';
import { flatPoint, syntheticData } from './fixtures/report-fixtures.ts';

/** The last cell of the only row: five lineages at `measured`, theory at `expected`. */
function difference(metric: string, measured: number, expected: number): string {
  const curve: Curve = {
    setting: 0,
    metric,
    points: [flatPoint(0, measured, 5), flatPoint(9, measured, 5)],
    theory: [{ functional: 'mean', source: 'a paper', kind: 'exact', points: [{ t: 9, value: expected }] }],
  };
  const data: ReportData = { ...syntheticData(), curves: [curve] };
  const { document } = parseHTML(
    finalValuesTable(data, { name: metric, title: metric, description: '', charted: true }),
  );
  return [...document.querySelectorAll('tbody td')].at(-1)!.textContent!;
}

it('the difference is in per cent of what has a ratio, else a number', () => {
  expect(difference('variance', 0.9, 1)).toBe('−10.0 % (few)');
  expect(difference('logVariance', -2.5, -2)).toBe('−0.50 (few)');
  expect(difference('logVariance', 0.5, 0.01)).toBe('+0.49 (few)');
  expect(difference('meanError', 0.25, 0)).toBe('+0.25 (few)');
});

it('a share has no quantiles', () => {
  const curve: Curve = { setting: 0, metric: 'extinct', points: [flatPoint(9, 0.3)], theory: [] };
  const { document } = parseHTML(
    finalValuesTable(
      { ...syntheticData(), curves: [curve] },
      { name: 'extinct', title: 'Share', description: '', charted: true },
    ),
  );
  const titles = [...document.querySelectorAll('thead th')].map((cell) => cell.textContent);
  expect(titles).toEqual(['Setting', 'first share', 'final share']);
});

it('the golden weight is a number among the other weights', () => {
  const setting = (index: number, weight: number | string) => ({
    index,
    values: { 'workflow.weight': weight },
    parameters: { workflow: { kind: 'fresh-real', weight }, sizes: { initial: 100, new: 100, real: 100 } },
  });
  const { axes, settings } = readSettings({
    axes: ['workflow.weight'],
    settings: [setting(0, 0.5), setting(1, 'golden'), setting(2, 1)],
  } as never);
  expect(axes[0].values).toEqual([0.5, 0.618, 1]);
  expect(settings[1].label.replaceAll('\u00a0', ' ')).toBe('weight = 0.618');
});
