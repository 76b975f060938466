/** Curation and weights in an experiment file: what is expanded, and what is refused. */
import { buildLineage, expand, parseExperiment } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';

const file = (workflow: string, sweep = ''): string => `
name: interventions
real: { kind: gaussian-classes, d: 2 }
family: { kind: logistic-regression, design: fresh, labels: predicted, flip: 0.2 }
workflow: ${workflow}
sizes: { initial: 50, new: 40 }
generations: 1
${sweep}
`;

it('a curation is an option of any workflow, and can be swept', async () => {
  const text = file(
    '{ kind: accumulate, curate: { kind: label-verifier, phi: 0.9 } }',
    'sweep: [{ grid: { workflow.curate.psi: [0.3, 0.6] } }]',
  );
  const cells = expand(await parseExperiment(text));
  expect(cells.map(({ parameters }) => parameters.workflow)).toEqual(
    [0.3, 0.6].map((psi) => ({
      kind: 'accumulate',
      curate: { kind: 'label-verifier', phi: 0.9, psi },
    })),
  );
  expect(new Set(cells.map(({ lineageKey }) => lineageKey)).size).toBe(2);
  expect(cells[0].parameters.sampler).toBe('samples');
  const { spec } = await buildLineage(cells[0]);
  expect(spec.workflow.curate).toEqual({ kind: 'label-verifier', phi: 0.9, psi: 0.3 });
});

it('a weight is a number or golden', async () => {
  const gaussian = (weight: string): string => `
name: golden
real: { kind: normal, d: 1 }
family: { kind: gaussian, ddof: 0 }
workflow: { kind: fresh-real, weight: ${weight} }
sizes: { initial: 10, new: 10, real: 10 }
generations: 1
`;
  const [cell] = expand(await parseExperiment(gaussian('golden')));
  expect(cell.parameters.workflow).toEqual({ kind: 'fresh-real', weight: 'golden' });
  expect(cell.parameters.sampler).toBe('statistics');
  await expect(parseExperiment(gaussian('1.5'))).rejects.toThrow('workflow.weight');
});

it('a curation that cannot combine is refused with the reason', async () => {
  const text = file('{ kind: accumulate-subsample, curate: { kind: label-verifier, phi: 0.9, psi: 0.3 } }');
  await expect(parseExperiment(text)).rejects.toThrow(
    'a workflow that can be curated: its points are made when a subset first holds them',
  );
});
