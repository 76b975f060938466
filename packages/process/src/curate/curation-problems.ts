/** What is wrong with a curation, by itself, for a family and real data, and in a workflow. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { AnyFamily, RealSource } from '@collapse-lab/models';
import type { LineageSpec } from '../lineage/spec.ts';
import { isShare } from '../workflow/is-share.ts';
import type { Problem } from '../workflow/problem.ts';
import { isConstant, scheduleAt } from '../workflow/schedule.ts';
import type { WorkflowSpec } from '../workflow/workflow.ts';
import { type Curation, curationKinds } from './curation.ts';

const path = ['workflow', 'curate'] as const;

/**
 * All problems, with their paths in the specification; none without a curation.
 *
 * @param runs whether the workflow has no problems of its own, so that it can be asked what it does.
 */
export function curationProblems({ family, real, workflow }: LineageSpec, runs: boolean): Problem[] {
  const { curate } = workflow;
  if (curate === undefined) return [];
  if (typeof curate !== 'object' || curate === null) {
    const expected = `an object with kind ${curationKinds.join(', ')}`;
    return [{ path, got: curate, expected, remedy: 'Leave it out to train on all synthetic points.' }];
  }
  if (!curationKinds.includes(curate.kind)) {
    const expected = `one of ${curationKinds.join(', ')}`;
    return [{ path: [...path, 'kind'], got: curate.kind, expected }];
  }
  return [
    ...optionProblems(curate, family),
    ...subjectProblems(curate, family, real),
    ...(runs ? workflowProblems(workflow) : []),
  ];
}

function optionProblems(curate: Curation, family: AnyFamily): Problem[] {
  switch (curate.kind) {
    case 'label-verifier':
      return (['phi', 'psi'] as const).flatMap((name) => probability(curate[name], [name]));
    case 'ball-verifier':
      return [...ballProblems(curate), ...centreProblems(curate.centre, family)];
    case 'thinning':
      return keepProblems(curate.keep, family);
  }
}

function probability(got: unknown, below: readonly (string | number)[]): Problem[] {
  return isShare(got) ? [] : [{ path: [...path, ...below], got, expected: 'a probability from 0 to 1' }];
}

function ballProblems(curate: Extract<Curation, { kind: 'ball-verifier' }>): Problem[] {
  return (['radius', 'slack'] as const).flatMap((name): Problem[] => {
    const got: unknown = curate[name];
    if (typeof got === 'number' && got >= 0 && got < Infinity) return [];
    return [{ path: [...path, name], got, expected: 'a non-negative number' }];
  });
}

function centreProblems(centre: unknown, { name, shape }: AnyFamily): Problem[] {
  const d = name === subjects['ball-verifier'].family && shape.kind === 'points' ? shape.d - 1 : undefined;
  const list = Array.isArray(centre) ? centre : [centre];
  const fits = !Array.isArray(centre) || d === undefined || list.length === d;
  if (fits && list.every((entry) => Number.isFinite(entry))) return [];
  const expected = `${d === undefined ? 'd' : `d = ${d}`} numbers, or one for all`;
  return [{ path: [...path, 'centre'], got: centre, expected }];
}

function keepProblems(keep: unknown, { name, shape }: AnyFamily): Problem[] {
  const k = name === subjects.thinning.family && shape.kind === 'symbols' ? shape.k : undefined;
  if (!Array.isArray(keep) || (k !== undefined && keep.length !== k)) {
    const expected = `${k === undefined ? 'k' : `k = ${k}`} probabilities`;
    return [{ path: [...path, 'keep'], got: keep, expected }];
  }
  return keep.flatMap((entry, i) => probability(entry, ['keep', i]));
}

/** The one family that each curation is for, and what it looks at there. */
const subjects: Record<Curation['kind'], { readonly family: string; readonly looksAt: string }> = {
  'label-verifier': {
    family: 'logistic-regression',
    looksAt: 'whether labels are the likelier ones of 0 and 1',
  },
  'ball-verifier': { family: 'linear-regression', looksAt: 'how far labels are from those of known weights' },
  thinning: { family: 'categorical', looksAt: 'which of the k symbols a point is' },
};

/** The family that makes what the verifier looks at, and what must be known of p_0. */
function subjectProblems({ kind }: Curation, { name }: AnyFamily, real: RealSource): Problem[] {
  const { family, looksAt } = subjects[kind];
  if (name !== family) {
    const own = curationKinds.find((other) => subjects[other].family === name);
    const what =
      own === undefined ? `nothing: no curation is for ${name}` : `${own}, the curation for ${name}`;
    return [
      {
        path: [...path, 'kind'],
        got: kind,
        expected: `${what}; ${kind} looks at ${looksAt}`,
        remedy: `Leave curate out, or use family ${family}.`,
      },
    ];
  }
  if (kind !== 'label-verifier' || real.truth?.kind === 'logistic') return [];
  const expected = 'real data whose likelier labels are known: logistic or gaussian-classes';
  return [{ path: ['real'], got: real.name, expected }];
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
