/** What claims about language models read of their lineages, on made-up perplexities; none is trained here. */
import { claimById } from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';

const expectationOf = (id: number, name: string, t: number) =>
  claimById(id)
    .experiments.filter(({ only }) => only === 'full')
    .flatMap(({ expectations }) => expectations)
    .find(({ quantity, t: at }) => quantity.name.startsWith(name) && at === t)!;

const reading = (values: Readonly<Record<string, readonly number[]>>) => (metric: string, t: number) =>
  values[metric][t];

describe('claims about language models', () => {
  it('35 compares how far each setting rises, whatever it starts from', () => {
    const { quantity } = expectationOf(35, 'rise of the test perplexity in A less', 2);
    const read = reading({ 'A perplexity': [20, 30, 45], 'B perplexity': [18, 25, 28] });
    expect(quantity.value(read, 2)).toBe(45 - 20 - (28 - 18));
    expect(quantity.when!(2)).toBe('t = 2 and 0');
  });

  it('35 is positive where the text of a generation has a lower median than real text', () => {
    const { quantity } = expectationOf(35, 'fall of the median', 1);
    expect(quantity.value(reading({ 'A generatedPerplexity50': [20, 8] }), 1)).toBe(12);
  });

  it('33 holds accumulate to no rise, and replace to a rise from model 0', () => {
    const rise = expectationOf(33, 'rise of the test cross-entropy under accumulate', 3);
    expect(rise.test).toBe('at most');
    expect(rise.quantity.value(reading({ 'accumulate crossEntropy': [3, 0, 0, 2.5] }), 3)).toBe(-0.5);
    const replace = expectationOf(33, 'rise of the test cross-entropy under replace', 3);
    expect(replace.quantity.value(reading({ 'replace crossEntropy': [3, 0, 0, 4] }), 3)).toBe(1);
  });

  it('measures at least eight lineages of each in a full run', () => {
    for (const id of [33, 34, 35, 53])
      for (const { only, replicates } of claimById(id).experiments)
        if (only === 'full') expect(replicates.samples).toBeGreaterThanOrEqual(8);
  });
});
