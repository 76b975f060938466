/** The section and the sentence on which definitions of collapse hold. */
import { renderReport } from '@collapse-lab/report';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { profiledData } from './fixtures/profiled-data.ts';
import { syntheticData } from './fixtures/report-fixtures.ts';

const data = await profiledData();
const report = renderReport(data);
const { document } = parseHTML(report.html);
const tables = [...document.querySelectorAll('#profile table')];
const rowsOf = (table: (typeof tables)[number]): string[][] =>
  [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th,td')].map((cell) => cell.textContent ?? ''),
  );

describe('the section', () => {
  it('has a verdict for each setting and definition', () => {
    const [verdicts] = tables;
    const titles = [...verdicts.querySelectorAll('thead th')].map((cell) => cell.textContent);
    expect(titles.slice(0, 2)).toEqual(['Setting', 'catastrophic increase of population risk']);
    expect(rowsOf(verdicts)).toEqual([
      ['replace', 'yes', 'yes', '?', 'yes', '–', '–', 'yes', '–'],
      ['accumulate', 'no', 'no', '?', 'no', '–', '–', 'no', '–'],
    ]);
  });

  it('says why, and what would tell', () => {
    const [, replace] = tables;
    expect(replace.querySelector('caption')!.textContent).toBe('replace: 20 lineages, t = 0 … 3');
    const rows = rowsOf(replace);
    expect(rows[3].slice(0, 6)).toEqual([
      '4 collapsing variance or diversity',
      'happened',
      'variance',
      '0.950',
      '0.692 to 1.00',
      '0.500',
    ]);
    expect(rows[3][6]).toBe(
      'At t = 3, 19 of 20 lineages have less than 5 % of the spread of the real data (variance). ' +
        'Estimated: share of lineages that have less than 5 % of the spread of the real data.',
    );
    expect(rows[2][6]).toMatch(/About 8 generations would tell\.$/);
  });

  it('dates early and late collapse', () => {
    expect(rowsOf(tables[tables.length - 1])).toEqual([
      ['replace', 't = 2 [2, 2] (19 of 20)', 't = 2 [2, 2] (19 of 20)'],
      ['accumulate', 'more than 3 (0 of 20)', 'more than 3 (0 of 20)'],
    ]);
  });

  it('is absent where nothing is profiled', () => {
    expect(renderReport(syntheticData()).html).not.toContain('id="profile"');
  });
});

describe('the sentence', () => {
  it('names the setting that meets most definitions, and the one that meets fewest', () => {
    expect(report.sentences.at(-1)).toBe(
      'Of the eight definitions of model collapse (risk: meanError), 4 hold under replace (catastrophic increase of population risk, any ' +
        'increase of population risk, collapsing variance or diversity, disappearance of real tails; 1 cannot be told, 3 not tested); none ' +
        'holds under accumulate (1 cannot be told, 3 not tested).',
    );
  });

  it('speaks of the only setting without naming it', () => {
    const [setting] = data.settings;
    const [curve] = data.curves;
    const [profile] = data.profiles!;
    const single = renderReport({ ...data, settings: [setting], curves: [curve], profiles: [profile] });
    expect(single.sentences.at(-1)).toMatch(
      /^Of the eight definitions of model collapse \(risk: meanError\), 4 hold \(catastrophic .*; 1 cannot be told, 3 not tested\)\.$/,
    );
  });

  it('is short where nothing can be told', () => {
    const [profile] = data.profiles!;
    const verdicts = profile.profile.verdicts.map((each) => ({
      ...each,
      verdict: 'cannot be told' as const,
    }));
    const open = { ...profile, profile: { ...profile.profile, verdicts } };
    expect(renderReport({ ...data, profiles: [open] }).sentences.at(-1)).toBe(
      'Of the eight definitions of model collapse, none can be told.',
    );
  });
});

describe('the curves of losses', () => {
  const losses = report.figures.find(({ name }) => name === 'losses')!;

  it('say what is drawn, from which metrics, and how many lineages were censored', () => {
    expect(losses.caption).toBe(
      'Share of lineages in which model t has not yet fallen below 5 % of what the real data have there, 20 lineages of each ' +
        'setting; product-limit (Kaplan-Meier) estimate with pointwise 95 % limits, read from exactTailMass1, variance. Dot: the ' +
        'median time. Plus: lineages that were followed to the end and never fell below (censored). What fell below may come back.',
    );
    expect(document.querySelector('#profile figcaption')!.textContent).toBe(losses.caption);
  });

  it('have a panel for each loss, a dot at each median, a mark for what is censored', () => {
    for (const panel of ['tails beyond 1 %', 'variance']) expect(losses.svg).toContain(`>${panel}</text>`);
    // In each of two panels: replace has a median and one censored lineage, accumulate censored lineages alone.
    expect(losses.svg.match(/<circle[^>]* r="4"/g)).toHaveLength(2);
    expect(losses.svg.match(/<path d="M-[\d.]+,0L[\d.]+,0M0,[^"]*" transform=/g)).toHaveLength(4);
  });

  it('are left out where nothing was lost', () => {
    const kept = { ...data, profiles: data.profiles!.filter(({ setting }) => setting === 1) };
    expect(renderReport(kept).figures.map(({ name }) => name)).not.toContain('losses');
  });
});
