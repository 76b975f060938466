/** Text in the report: histograms of what model 0 thinks of it, and texts for reading. */
import { renderReport } from '@collapse-lab/report';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { chosenGenerations } from '../dist/data/chosen-generations.js';
import { textData } from './fixtures/text-data.ts';

describe('chosen generations', () => {
  it('are denser at the beginning: of ten models those that the paper shows', () => {
    const ten = Array.from({ length: 10 }, (_, t) => t);
    expect(chosenGenerations(ten, 6)).toEqual([0, 1, 2, 3, 5, 9]);
    expect(chosenGenerations(ten, 4)).toEqual([0, 1, 4, 9]);
  });

  it('are all where there are few, and the first and the last of many', () => {
    expect(chosenGenerations([0, 5, 7], 4)).toEqual([0, 5, 7]);
    const many = Array.from({ length: 101 }, (_, i) => 10 * i);
    const chosen = chosenGenerations(many, 6);
    expect([chosen[0], chosen.at(-1), chosen.length]).toEqual([0, 1000, 6]);
  });
});

it('draws no curves of a perplexity that is infinite throughout, and says it among the other metrics', async () => {
  const names = (data: Awaited<ReturnType<typeof textData>>): string[] =>
    renderReport(data).figures.map(({ name }) => name);
  expect(names(await textData({ generations: 1 }))).toContain('by-generation-perplexity');
  const infinite = await textData({ generations: 1, perplexity: Number.POSITIVE_INFINITY });
  expect(names(infinite)).toEqual(['text-histograms']);
  const { document } = parseHTML(renderReport(infinite).html);
  expect(document.querySelector('#other-metrics')!.textContent).toContain('Perplexity of real test text');
});

describe('histograms of text', async () => {
  const data = await textData({ generations: 9 });

  it('add the lineages of a setting, bin by bin', () => {
    const [replace, accumulate] = data.histograms!;
    expect([replace.lineages, replace.kept, replace.width]).toEqual([2, 10, 0.1]);
    expect(replace.generations.map(({ t }) => t)).toEqual([0, 1, 2, 3, 5, 9]);
    // Seed 1 begins at bin 31, seed 2 at bin 32.
    const real = { t: 0, n: 200, infinite: 0, first: 31, counts: [5, 20, 45, 60, 45, 20, 5] };
    expect(replace.generations[0]).toEqual(real);
    expect(accumulate.generations.at(-1)).toEqual({ ...real, t: 9 });
    expect(replace.generations[1]).toMatchObject({ n: 200, infinite: 2, first: 29 });
  });

  it('say of how many lineages and generations they are, and what is not drawn', () => {
    const { caption } = renderReport(data).figures.find(({ name }) => name === 'text-histograms')!;
    expect(caption).toBe(
      'Share of the sequences of generation t in bins of 0.1 nats per token, 2 lineages of each setting together. t = 0: the real ' +
        'text that model 0 was trained on. Dot: 99 % of the sequences have a lower perplexity. Each panel has its own axis of ' +
        'shares. 6 of the 10 generations that were kept. Up to 1 % of the sequences of a generation have probability 0 under ' +
        'model 0 and are not drawn.',
    );
  });

  it('are of those that can be read', async () => {
    const lost = ['histogram-0-1-2.json', 'histogram-0-2-2.json', 'histogram-0-2-3.json'];
    const some = await textData({ generations: 3, lost });
    expect(some.histograms![0].generations.map(({ t, n }) => [t, n])).toEqual([
      [0, 200],
      [1, 200],
      [3, 100],
    ]);
    expect(some.lostArtifacts!.rows.map(({ file }) => file)).toEqual(lost);
  });
});

type Section = NonNullable<ReturnType<ReturnType<typeof parseHTML>['document']['querySelector']>>;

describe('generated texts', () => {
  async function sectionOf(options: Parameters<typeof textData>[0]): Promise<Section> {
    const { document } = parseHTML(renderReport(await textData(options)).html);
    return document.querySelector('#texts')!;
  }

  const all = (section: Section, selector: string): string[] =>
    [...section.querySelectorAll(selector)].map((each) => each.textContent ?? '');

  it('stand by setting and prompt, with a row for each of a few generations', async () => {
    const section = await sectionOf({ generations: 9 });
    expect(all(section, 'h3')).toEqual(['replace', 'accumulate']);
    expect(all(section, 'p')[0]).toBe(
      'One lineage (seed 1) of all 2. What model t writes, from the same random numbers in every generation, after the same ' +
        'prompts, blocks of the real text. 4 of the 10 generations that were kept.',
    );
    expect(all(section, 'caption')).toEqual([
      'Prompt: the prompt 0',
      'Prompt: the prompt 1',
      'Prompt: the prompt 0',
      'Prompt: the prompt 1',
    ]);
    expect(all(section, 'table:first-of-type tbody th').slice(0, 4)).toEqual([
      't = 0',
      't = 1',
      't = 4',
      't = 9',
    ]);
  });

  it('are text, whatever they say', async () => {
    const section = await sectionOf({ generations: 1 });
    expect(section.querySelector('b')).toBeNull();
    expect(all(section, 'tbody td')[1]).toBe('word <b>0</b> and again');
  });

  it('are numbered where they continue nothing', async () => {
    const section = await sectionOf({ generations: 1, prompts: false });
    expect(all(section, 'caption').slice(0, 2)).toEqual(['Text 1 of 2', 'Text 2 of 2']);
    expect(all(section, 'p')[0]).toBe(
      'One lineage (seed 1) of all 2. What model t writes, from the same random numbers in every generation.',
    );
  });

  it('are of the generations that can be read', async () => {
    const section = await sectionOf({ generations: 3, lost: ['texts-0-1-1.json', 'texts-0-1-3.json'] });
    expect(all(section, 'tbody th').slice(0, 2)).toEqual(['t = 0', 't = 2']);
    expect(all(section, 'p')[0]).toMatch(/ 2 of the 4 generations that were kept\.$/);
  });
});
