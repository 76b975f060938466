/** Pictures of fitted densities: what is computed, and where they stand in the report. */
import { renderReport } from '@collapse-lab/report';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { lineDensityData, planarDensityData } from './fixtures/density-data.ts';

describe('in the plane', async () => {
  const data = await planarDensityData();
  const [found] = data.densities!;

  it('are of the first seed of each setting', () => {
    expect(data.densities!.map(({ setting, seed, lineages }) => [setting, seed, lineages])).toEqual([
      [0, 1, 3],
      [1, 1, 3],
    ]);
    expect(found.pictures.map(({ t }) => t)).toEqual([0, 1, 2]);
  });

  it('have regions that hold the shares they say: their cells, each with its mass, add up to it', () => {
    // 2,000 draws make a level: a share of 0.9 is within 0.0067 (one standard error), the grid adds less than 0.01.
    for (const { window, logDensity, levels } of found.pictures.slice(0, 2)) {
      const [[x1, x2], [y1, y2]] = window;
      const area = ((x2 - x1) * (y2 - y1)) / logDensity.length;
      const held = levels.map((level) =>
        logDensity.reduce((sum, value) => sum + (value >= level ? Math.exp(value) * area : 0), 0),
      );
      for (const [i, share] of [0.99, 0.9, 0.5].entries())
        expect(Math.abs(held[i] - share), `share ${share}`).toBeLessThan(0.05);
    }
  });

  it('keep one unit on both axes, around the real data and the models', () => {
    const [[x1, x2], [y1, y2]] = found.frame;
    expect(Math.abs(x2 - x1 - (y2 - y1))).toBeLessThan(1e-12);
    for (const [x, y] of found.pictures[2].points) expect(x > x1 && x < x2 && y > y1 && y < y2).toBe(true);
  });

  it('show points alone where a model has shrunk to them', () => {
    const { svg } = renderReport(data).figures.find(({ name }) => name === 'density-0')!;
    expect(
      found.pictures[2].points.every(([x, y]) => (x === -2 && Math.abs(y) < 1e-190) || (x === 2 && y === 1)),
    ).toBe(true);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('stand in a section of their own, setting by setting', () => {
    const { document } = parseHTML(renderReport(data).html);
    const captions = [...document.querySelectorAll('#densities figcaption')].map((each) => each.textContent);
    expect(captions).toEqual([
      'One lineage (seed 1) of all 3, the same frame for every generation. Shaded, dark to light: the smallest regions that ' +
        'hold 50 %, 90 % and 99 % of model t, with some of its points; grey: 150 points of the real data.',
      captions[0],
    ]);
    const titles = [...document.querySelectorAll('#densities svg title')].map((each) => each.textContent);
    expect(titles.slice(0, 1)).toEqual(['Fitted density: replace']);
  });
});

it('on the line, a curve in every generation', async () => {
  const data = await lineDensityData();
  const [{ d, pictures }] = data.densities!;
  expect([d, pictures.map(({ levels }) => levels.length)]).toEqual([1, [3, 3, 0]]);
  const { caption } = renderReport(data).figures.find(({ name }) => name === 'density')!;
  expect(caption).toBe(
    'One lineage (seed 1) of all 3, the same frame for every generation. Curve: density of model t, as a share of its own ' +
      'maximum; ticks below: 150 points of the real data.',
  );
});
