/** The section on the sources of error. */
import { collect, renderReport } from '@collapse-lab/report';
import { parseExperiment } from '@collapse-lab/sweep';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { tinyStore } from './fixtures/tiny-store.ts';

/** Distance: 1 from expressivity, t from a small sample, and t more where both are made and points are replaced. */
async function dataOf(kinds: readonly string[]): ReturnType<typeof collect> {
  const experiment = await parseExperiment(`
name: tiny
real: { kind: normal, d: 1 }
family: { kind: mixture, components: 2 }
workflow: { kind: replace }
sizes: { initial: 1000, new: 1000 }
generations: 4
seeds: 3
observe: [mixture]
sweep:
  - grid:
      sizes: [{ initial: 1000, new: 1000 }, { initial: 50, new: 50 }]
      family.components: [2, 1]
      workflow.kind: ${JSON.stringify(kinds)}
report:
  decompose:
    metric: squaredL2ToReal
    sources: { statistical: sizes, expressivity: family.components }
`);
  const store = await tinyStore(experiment, {
    series: ({ seed, parameters }) => {
      const t = [0, 1, 2, 3, 4];
      const small = parameters.sizes.initial === 50;
      const poor = parameters.family.components === 1;
      const both = small && poor && parameters.workflow.kind === 'replace';
      const value = t.map((each) => seed + (poor ? 1 : 0) + (small ? each : 0) + (both ? each : 0));
      return [{ metric: 'squaredL2ToReal', t, value }];
    },
  });
  return collect(experiment, store);
}

describe('sources of error', () => {
  it('have a figure and a table for each factorial', async () => {
    const { html, figures } = renderReport(await dataOf(['replace', 'accumulate']));
    const { document } = parseHTML(html);
    const captions = [...document.querySelectorAll('#errors caption')].map((each) => each.textContent);
    expect(captions).toEqual(['Sources of error: replace', 'Sources of error: accumulate']);
    const rows = [...document.querySelectorAll('#errors table')].map((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) =>
        [...row.querySelectorAll('th,td')].map((cell) => cell.textContent),
      ),
    );
    expect(rows[0]).toEqual([
      ['no error', '2', '−0.484 to 4.48', '2', '−0.484 to 4.48'],
      ['all errors', '3', '0.516 to 5.48', '11', '8.52 to 13.5'],
      ['share of statistical', '0', '0 to 0', '6', '6 to 6'],
      ['share of expressivity', '1', '1 to 1', '3', '3 to 3'],
      ['statistical alone', '0', '0 to 0', '4', '4 to 4'],
      ['expressivity alone', '1', '1 to 1', '1', '1 to 1'],
      ['statistical + expressivity together', '0', '0 to 0', '4', '4 to 4'],
    ]);
    expect(rows[1].map(([name]) => name)).not.toContain('statistical + expressivity together');

    const words = [...document.querySelectorAll('#errors p')].map((each) => each.textContent ?? '');
    expect(words.filter((each) => each.startsWith('“'))).toEqual(
      ['replace', 'accumulate'].flatMap(() => [
        '“Expressivity alone acts at the first generation only” (Shumailov et al. 2024): holds. Alone it makes 1 [1, 1] at t = 0; ' +
          'the largest change after it is 0 [0, 0] (t = 1), and in every generation it is within 10 % of that.',
        '“Statistical error vanishes with the sample size” (Shumailov et al. 2024): cannot be told. It takes three sample sizes or ' +
          'more with no other error made, and there are 2: two have no curvature.',
      ]),
    );

    const drawn = figures.filter(({ name }) => name.startsWith('errors-'));
    expect(drawn.map(({ name }) => name)).toEqual(['errors-squaredL2ToReal-1', 'errors-squaredL2ToReal-2']);
    expect(drawn[0].caption).toBe(
      'Sources of error: statistical (sizes), expressivity (family.components), made and not made in all 4 combinations; ' +
        '3 lineages each, paired by seed. Lines: means; bands: 95 % limits. The shares add up to the distance with all errors ' +
        'less that with none.',
    );
    for (const { svg } of drawn) {
      expect(svg).toContain('share of all (Shapley value)');
      expect(svg.match(/>expressivity<\/text>/g)).toHaveLength(2);
      expect(svg).not.toMatch(/NaN|undefined/);
    }
  });

  it('are named without a label where there is one factorial, and absent where nobody asks', async () => {
    const data = await dataOf(['replace']);
    const { html, figures } = renderReport(data);
    const { document } = parseHTML(html);
    expect(document.querySelector('#errors caption')?.textContent).toBe('Sources of error');
    expect(figures.map(({ name }) => name)).toContain('errors-squaredL2ToReal');
    const { decompositions: _, ...plain } = data;
    expect(parseHTML(renderReport(plain).html).document.querySelector('#errors')).toBeNull();
  });
});
