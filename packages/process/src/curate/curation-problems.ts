/** What is wrong with a curation, by itself, for a family and real data, and in a workflow. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { AnyFamily, RealSource } from '@collapse-lab/models';
import type { LineageSpec } from '../lineage/spec.ts';
import type { Problem } from '../workflow/problem.ts';
import { isConstant, scheduleAt } from '../workflow/schedule.ts';
import type { WorkflowSpec } from '../workflow/workflow.ts';
import { type Curation, curationKinds } from './curation.ts';

const path = ['workflow', 'curate'] as const;

/** All problems, with their paths in the specification; none without a curation. */
export function curationProblems({ family, real, workflow }: LineageSpec): Problem[] {
  const { curate } = workflow;
  if (curate === undefined) return [];
  if (!curationKinds.includes(curate.kind)) {
    const expected = `one of ${curationKinds.join(', ')}`;
    return [{ path: [...path, 'kind'], got: curate.kind, expected }];
  }
  return [...optionProblems(curate), ...subjectProblems(curate, family, real), ...workflowProblems(workflow)];
}

function optionProblems(curate: Curation): Problem[] {
  switch (curate.kind) {
    case 'label-verifier':
      return (['phi', 'psi'] as const).flatMap((name) => share(curate[name], [name]));
    case 'ball-verifier':
      return (['radius', 'slack'] as const).flatMap((name): Problem[] => {
        const got = curate[name];
        if (got >= 0 && got < Infinity) return [];
        return [{ path: [...path, name], got, expected: 'a non-negative number' }];
      });
    case 'thinning':
      return curate.keep.flatMap((probability, i) => share(probability, ['keep', i]));
  }
}

function share(got: number, below: readonly (string | number)[]): Problem[] {
  if (got >= 0 && got <= 1) return [];
  return [{ path: [...path, ...below], got, expected: 'a probability from 0 to 1' }];
}

/** The family that makes what the verifier looks at, and what must be known of p_0. */
function subjectProblems(curate: Curation, family: AnyFamily, real: RealSource): Problem[] {
  switch (curate.kind) {
    case 'label-verifier': {
      const problems = only('logistic-regression', curate, family);
      if (problems.length > 0 || real.truth?.kind === 'logistic') return problems;
      const expected = 'real data whose likelier labels are known: logistic or gaussian-classes';
      return [{ path: ['real'], got: real.name, expected }];
    }
    case 'ball-verifier': {
      const problems = only('linear-regression', curate, family);
      const { centre } = curate;
      const d = family.shape.kind === 'points' ? family.shape.d - 1 : 0;
      const fits = typeof centre === 'number' ? Number.isFinite(centre) : centre.length === d;
      if (problems.length > 0 || fits) return problems;
      return [{ path: [...path, 'centre'], got: centre, expected: `d = ${d} numbers, or one for all` }];
    }
    case 'thinning': {
      const problems = only('categorical', curate, family);
      const k = family.shape.kind === 'symbols' ? family.shape.k : 0;
      if (problems.length > 0 || curate.keep.length === k) return problems;
      return [{ path: [...path, 'keep'], got: curate.keep, expected: `k = ${k} probabilities` }];
    }
  }
}

function only(name: string, { kind }: Curation, family: AnyFamily): Problem[] {
  if (family.name === name) return [];
  return [
    { path: [...path, 'kind'], got: kind, expected: `a curation for ${family.name}, this is for ${name}` },
  ];
}

function workflowProblems(workflow: WorkflowSpec): Problem[] {
  const reason = whyNotCurated(workflow);
  if (reason === undefined) return [];
  return [
    { path: ['workflow', 'kind'], got: workflow.kind, expected: `a workflow that can be curated: ${reason}` },
  ];
}

function whyNotCurated(workflow: WorkflowSpec): string | undefined {
  if (workflow.kind === 'accumulate-subsample')
    return 'its points are made when a subset first holds them, so that how many are accepted is never known';
  if (workflow.kind === 'mixture' && !(isConstant(workflow.beta) && scheduleAt(workflow.beta, 1) === 0))
    return 'beta draws from the distribution of the last training set, which after curation is no mixture of models';
  if (workflow.kind === 'fresh-real' && workflow.weight !== undefined)
    return 'weight is set for the points that are made, and how many of them are accepted is not known then';
  return undefined;
}

/** Too few points were accepted to fit a model. */
export function tooFewAccepted(accepted: number, minimum: number, generation: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'sizes.new',
    got: `${accepted} points after curation at generation ${generation}`,
    expected: `at least ${minimum} to fit a model to`,
    remedy: 'Raise sizes.new, or accept more.',
  });
}
