import { type ReportData, renderReport } from '@collapse-lab/report';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { simplexData, syntheticData } from './fixtures/report-fixtures.ts';

const data = syntheticData();
const { html } = renderReport(data);
const { document } = parseHTML(html);

function textOf(selector: string): string {
  return (document.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ');
}

describe('the page', () => {
  it('loads nothing: no address, no import, no source', () => {
    const withoutNamespaces = html.replaceAll('http://www.w3.org/2000/svg', '');
    expect(withoutNamespaces).not.toMatch(/https?:\/\//);
    expect(withoutNamespaces).not.toMatch(
      /\b(src|srcset|data|poster)=|@import|url\(|<link|<iframe|<object|fetch\(|import\(/,
    );
    const targets = [...document.querySelectorAll('[href]')].map((element) => element.getAttribute('href')!);
    expect(targets.every((target) => target.startsWith('#'))).toBe(true);
  });

  it('has links that lead somewhere, and ids that are unique', () => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...document.querySelectorAll('[href]')].map((element) =>
      element.getAttribute('href')!.slice(1),
    );
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    const labels = [...document.querySelectorAll('[aria-labelledby]')].flatMap((element) =>
      element.getAttribute('aria-labelledby')!.split(' '),
    );
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  it('has language, title and view port, and one heading of the first level', () => {
    expect(document.documentElement.getAttribute('lang')).toBe('en');
    expect(document.title).toBe(data.title);
    expect(document.querySelector('meta[name=viewport]')).not.toBeNull();
    expect(document.querySelectorAll('h1').length).toBe(1);
  });

  it('makes no markup of what a message or a file says', () => {
    expect(textOf('#cells')).toContain('<script>alert("x")</script>');
    expect(textOf('#reproduce')).toContain('# a comment with </script> in it');
    expect(document.querySelectorAll('script').length).toBe(2);
    expect(html.match(/<script/g)!.length).toBe(2);
  });

  it('says first that it is not complete', () => {
    expect(textOf('header .alert')).toBe(
      'This report is not complete: 1 cell failed and 1 cell not computed yet, of 402. Which ones',
    );
  });

  it('shows every figure with its caption, in colours that follow the scheme', () => {
    const figures = [...document.querySelectorAll('figure')];
    expect(figures.length).toBe(renderReport(data).figures.length);
    for (const figure of figures) {
      expect(figure.querySelector('svg')!.getAttribute('role')).toBe('img');
      expect(figure.querySelector('figcaption')!.textContent!.length).toBeGreaterThan(40);
    }
    const used = new Set(html.match(/var\((--figure-[0-9a-f]{6}),/g));
    expect(used.size).toBeGreaterThan(8);
    for (const name of used) expect(html).toContain(`${name.slice(4, -1)}:#`);
  });

  it('reads without JavaScript: the script only offers the download', () => {
    const hidden = [...document.querySelectorAll('[hidden]')];
    expect(hidden.map((element) => element.textContent!.slice(0, 32))).toEqual([
      'Download the data of the figures',
    ]);
  });

  it('embeds the data of the figures', () => {
    const embedded = JSON.parse(document.querySelector('#report-data')!.textContent!);
    expect(embedded.settings).toEqual(data.settings);
    // Ten settings; all three metrics are drawn.
    expect(embedded.curves.length).toBe(30);
    const [first] = embedded.curves;
    expect(first.t).toEqual(data.curves[0].points.map((point) => point.t));
    expect(first.median[3]).toBeCloseTo(data.curves[0].points[3].median, 4);
    const lost = embedded.curves.find(
      (curve: { metric: string; setting: number }) => curve.metric === 'meanError' && curve.setting === 5,
    );
    expect(Math.max(...lost.nonFinite)).toBe(3);
  });

  it('has a row for every setting, with theory where there is one', () => {
    const rows = [...document.querySelectorAll('#metric-variance tbody tr')].map((row) =>
      [...row.querySelectorAll('th,td')].map((cell) => cell.textContent),
    );
    expect(rows.filter(([label]) => label !== '').map(([label]) => label)).toEqual(
      data.settings.map((setting) => setting.label),
    );
    expect(rows[0].slice(4, 6)).toEqual(['mean', '0.0731']);
    expect(rows[0][6]).toMatch(/^0\.\d+ ± 0\.\d+$/);
    expect(rows[0][7]).toMatch(/^[+−]\d+\.\d (SE|% \(skewed\))$/);
  });

  it('names no standard error where there is none', () => {
    const none = { mean: Number.NaN, median: Number.NaN, geometricMean: Number.NaN };
    const single: ReportData = {
      ...data,
      curves: data.curves.map((curve) => ({
        ...curve,
        points: curve.points.map((point) => ({
          ...point,
          n: 1,
          standardError: none,
          geometricMean: Number.NaN,
        })),
      })),
    };
    const cells = [...parseHTML(renderReport(single).html).document.querySelectorAll('td')];
    const texts = cells.map(({ textContent }) => textContent);
    expect(texts.filter((text) => text?.includes('NaN'))).toEqual([]);
  });

  it('states provenance and how to reproduce', () => {
    expect(textOf('#provenance')).toContain('0123456789abcdef (with uncommitted changes)');
    expect(textOf('#provenance')).toContain('Node20.20.224.21.0');
    expect(textOf('#reproduce')).toContain('npx collapse run synthetic/experiment.yaml --seeds 42');
  });

  it('is the same text each time', () => {
    expect(renderReport(syntheticData()).html).toBe(html);
  });

  it('folds long tables', () => {
    const { document: large } = parseHTML(renderReport(simplexData()).html);
    expect([...large.querySelectorAll('summary')].map((each) => each.textContent)).toContain(
      'Final values (66 settings)',
    );
  });

  it('says so where nothing is stored', () => {
    const empty: ReportData = { ...data, curves: [], collapseTimes: [], provenance: [] };
    const report = renderReport(empty);
    expect(report.sentences).toEqual(['No results are stored for this experiment yet.']);
    expect(report.figures).toEqual([]);
    expect(report.html).toContain('No results are stored for this experiment yet.');
  });
});
