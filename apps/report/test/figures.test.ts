import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure, ReportData } from '@collapse-lab/report';
import { renderReport } from '@collapse-lab/report';
import { describe, expect, it } from 'vitest';
import { lineDensityData, planarDensityData } from './fixtures/density-data.ts';
import { pictureData } from './fixtures/picture-data.ts';
import { profiledData } from './fixtures/profiled-data.ts';
import { flatPoint, gridData, simplexData, syntheticData, withPoints } from './fixtures/report-fixtures.ts';
import { textData } from './fixtures/text-data.ts';

/**
 * Every chart drawn from fixed data, compared byte for byte with the SVG kept in test/output. After a change that is
 * meant, look at the new pictures and write them with UPDATE_FIGURES=1 npx vitest run apps/report/
 */
const output = fileURLToPath(new URL('./output/', import.meta.url));
const update = process.env.UPDATE_FIGURES === '1';

const cases: Record<string, ReportData> = {
  synthetic: syntheticData(),
  simplex: simplexWithHoles(),
  grid: gridData(),
  plane: await picturesOf(planarDensityData()),
  line: await picturesOf(lineDensityData()),
  glyphs: { ...(await pictureData(2)), metrics: [] },
  words: { ...(await textData({ generations: 9 })), metrics: [] },
  profile: { ...(await profiledData()), metrics: [], collapseTimes: [] },
};

/** Of the densities alone; the other figures are drawn from the other data. */
async function picturesOf(data: Promise<ReportData>): Promise<ReportData> {
  const { densities = [], ...rest } = await data;
  return { ...rest, metrics: [], collapseTimes: [], densities: densities.slice(0, 1) };
}

/** One cell without results, one where nothing is finite. */
function simplexWithHoles(): ReportData {
  const lost = { ...flatPoint(40, Number.NaN), nonFinite: 20 };
  const none = { ...flatPoint(40, Number.NaN, 0), nonFinite: 0 };
  return withPoints(withPoints(simplexData(5), 3, [flatPoint(0, 1), lost]), 9, [flatPoint(0, 1), none]);
}

const figures = Object.entries(cases).flatMap(([name, data]) =>
  renderReport(data).figures.map((figure): [string, Figure] => [`${name}-${figure.name}.svg`, figure]),
);

describe('figures', () => {
  it.each(figures)('%s is as kept', (file, figure) => {
    if (update) {
      mkdirSync(output, { recursive: true });
      writeFileSync(output + file, figure.svg);
    }
    expect(existsSync(output + file), `${file} is not in test/output: write it with UPDATE_FIGURES=1`).toBe(
      true,
    );
    expect(figure.svg === readFileSync(output + file, 'utf8'), `${file} differs from test/output`).toBe(true);
  });

  it('has no picture in test/output that is no longer drawn', () => {
    expect(readdirSync(output).sort()).toEqual(figures.map(([file]) => file).sort());
  });

  it('is drawn the same in a second run of the same process', () => {
    const again = renderReport(syntheticData()).figures;
    expect(again.map((figure) => figure.svg)).toEqual(
      renderReport(syntheticData()).figures.map((each) => each.svg),
    );
  });

  it.each(figures)('%s needs nothing from outside and says what it is', (_, { svg, title, caption }) => {
    const own = svg.replaceAll(/ href="data:image\/png;base64,[\w+/=]*"/g, '');
    expect(own.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|href=|url\(|<style|class=/,
    );
    expect(svg).toContain(`<title id=`);
    expect(title.length).toBeGreaterThan(5);
    expect(caption).toMatch(/\d+ (to \d+ )?lineages|of all \d+/);
    expect(own).not.toMatch(/NaN(?! or)|Infinity|undefined/);
  });

  it('draws the phase diagram over the axes that the experiment asks for', () => {
    const data = gridData();
    const asked = {
      ...data,
      options: { logMetrics: [], phase: { x: 'sizes', y: 'workflow.share', metric: 'variance' } },
    };
    const drawn = renderReport(asked).figures.find((figure) => figure.name === 'phase-variance')!;
    expect(drawn.svg).toMatch(/rotate\(-90[^>]*>share</);
    const own = renderReport(data).figures.find((figure) => figure.name === 'phase-variance')!;
    expect(own.svg).toMatch(/rotate\(-90[^>]*>n</);
  });

  it('compares no lines of two points where a phase diagram says where they end', () => {
    const data = gridData();
    const curves = data.curves.map((curve) => ({ ...curve, points: [flatPoint(0, 1), flatPoint(1, 2)] }));
    const names = renderReport({ ...data, curves }).figures.map(({ name }) => name);
    expect(names).toContain('phase-variance');
    expect(names).not.toContain('compared-variance');
  });

  it('covers every kind of chart', () => {
    const kinds = new Set(figures.map(([, figure]) => figure.name.split('-')[0]));
    expect([...kinds].sort()).toEqual([
      'by',
      'compared',
      'density',
      'final',
      'losses',
      'phase',
      'pictures',
      'survival',
      'text',
    ]);
  });
});
