import type { AnyFamily } from '@collapse-lab/models';
import { type Sizes, type WorkflowSpec, whyNotStatistics } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { categoricalFamily, gaussianFamily } from './support/settings.ts';
import { taggedFamily } from './support/tagged-family.ts';

const gaussian = gaussianFamily(1);
const categorical = categoricalFamily(3);
const sizes: Sizes = { initial: 10, new: 5 };

const why = (family: AnyFamily, workflow: WorkflowSpec, rest: Sizes = sizes): string | undefined => {
  return whyNotStatistics({ family, workflow, sizes: rest });
};
const keep = (subset: 'fixed' | 'redrawn', share = 0.5): WorkflowSpec => {
  return { kind: 'keep-real', share, subset, mode: 'added' };
};

// The table of design decision 5.
describe('the shortcut is valid', () => {
  it.each<WorkflowSpec>([
    { kind: 'replace' },
    { kind: 'replace-grown' },
    { kind: 'accumulate' },
    { kind: 'mixture', alpha: 0.5, beta: 0.25, gamma: 0.25 },
    keep('fixed'),
    keep('redrawn', 1),
    keep('redrawn', 0),
  ])('for a Gaussian under %j', (workflow) => {
    expect(why(gaussian, workflow)).toBeUndefined();
  });

  it('for a fixed subset without a law of splits: it is taken from the points of D_0', () => {
    const { family } = taggedFamily({ law: true });
    const { split: _, ...law } = family.law!;
    expect(why({ ...family, law }, keep('fixed'))).toBeUndefined();
  });

  it('for a Gaussian under fresh-real', () => {
    expect(why(gaussian, { kind: 'fresh-real' }, { ...sizes, real: 3 })).toBeUndefined();
  });

  it.each<WorkflowSpec>([
    { kind: 'accumulate-subsample' },
    keep('redrawn'),
    keep('fixed'),
    { kind: 'accumulate' },
  ])('for a categorical under %j: its counts are the data', (workflow) => {
    expect(why(categorical, workflow)).toBeUndefined();
  });
});

describe('the shortcut is not valid', () => {
  it('for subsets of the pool', () => {
    expect(why(gaussian, { kind: 'accumulate-subsample' })).toBe(
      'subsets of the pool drawn in different generations share points, ' +
        'which the statistics of family gaussian do not keep track of (at generation 1)',
    );
  });

  it('for redrawn subsets of D_0', () => {
    expect(why(gaussian, keep('redrawn'))).toBe(
      'subsets of the real data D_0 drawn in different generations share points, ' +
        'which the statistics of family gaussian do not keep track of (at generation 1)',
    );
  });

  it('without sufficient statistics', () => {
    expect(why(taggedFamily().family, { kind: 'replace' })).toBe(
      'family tagged has no sufficient statistics that can be drawn from their own law',
    );
  });

  it('for redrawn subsets, without a law of splits', () => {
    const { family } = taggedFamily({ law: true, lossless: true });
    const { split: _, ...law } = family.law!;
    expect(why({ ...family, law }, keep('redrawn'))).toBe(
      'family tagged cannot draw the statistics of a subset (at generation 1)',
    );
  });

  it('when an observer wants the training points', () => {
    const spec = { family: gaussian, workflow: { kind: 'replace' } as const, sizes };
    expect(whyNotStatistics(spec, { keepTrain: true })).toBe('an observer looks at the training points');
  });
});

it('looks at the plans, not at the name of the workflow', () => {
  const growing = { ...sizes, new: { kind: 'list', values: [5, 6] } as const };
  expect(why(gaussian, keep('redrawn', 0.01), growing)).toBeUndefined();
  expect(why(gaussian, keep('redrawn', 0.05), growing)).toMatch(/^subsets of the real data D_0/);
});
