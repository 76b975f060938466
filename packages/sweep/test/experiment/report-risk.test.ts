/** The population risk that an experiment file names. */
import { parseExperiment } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';

const file = (risk: string): string =>
  [
    'name: labels',
    'real: { kind: gaussian-classes, d: 2 }',
    'family: { kind: logistic-regression, design: fresh, labels: predicted }',
    'workflow: { kind: replace }',
    'sizes: { initial: 100, new: 100 }',
    'generations: 1',
    'observe: [regression]',
    `report: { risk: ${risk} }`,
  ].join('\n');

it('is an observed one, or the complement of an observed accuracy', async () => {
  for (const risk of ['testError', 'weightError', 'misclassification'])
    expect((await parseExperiment(file(risk))).report.risk).toBe(risk);
});

it('is no metric of which more is better, nor one that nobody observes', async () => {
  const expected =
    'expected an observed risk, which is less for a better model and 0 at best: testError, misclassification, weightError.';
  await expect(parseExperiment(file('accuracy'))).rejects.toThrow(
    `line 8, report.risk: got "accuracy", ${expected}`,
  );
  await expect(parseExperiment(file('squaredW2'))).rejects.toThrow(
    `line 8, report.risk: got "squaredW2", ${expected}`,
  );
});
