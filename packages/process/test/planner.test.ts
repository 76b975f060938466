import {
  createPlanner,
  keptCount,
  type Plan,
  planNext,
  type Sizes,
  type WorkflowSpec,
} from '@collapse-lab/process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settings } from './support/settings.ts';

/** Sizes that differ by generation, so that a plan made for the wrong one shows. */
const sizes: Sizes = { initial: 10, new: { kind: 'list', values: [4, 5, 6] } };

function model(t: number, count: number) {
  return { source: { kind: 'model', t }, draw: 'fresh', amount: { count } };
}

describe('planNext makes D_{t+1} from model t with the sizes of generation t + 1', () => {
  it('replace', () => {
    expect(planNext({ kind: 'replace' }, sizes, 0)).toEqual({ makes: 1, parts: [model(0, 4)] });
    expect(planNext({ kind: 'replace' }, sizes, 2)).toEqual({ makes: 3, parts: [model(2, 6)] });
  });

  it('replace-grown: as many new points as the pool of accumulate would hold', () => {
    const counts = [0, 1, 2, 3].map((t) => planNext({ kind: 'replace-grown' }, sizes, t).parts);
    expect(counts).toEqual([[model(0, 14)], [model(1, 19)], [model(2, 25)], [model(3, 31)]]);
  });

  it('accumulate: the new points join the pool, then all of it is trained on', () => {
    expect(planNext({ kind: 'accumulate' }, sizes, 1)).toEqual({
      makes: 2,
      parts: [
        { ...model(1, 5), to: 'pool' },
        { source: { kind: 'pool' }, draw: 'whole' },
      ],
    });
  });

  it('accumulate-subsample: a subset of the pool of size train', () => {
    const train = { kind: 'list', values: [7, 8] } as const;
    expect(planNext({ kind: 'accumulate-subsample' }, { ...sizes, train }, 1)).toEqual({
      makes: 2,
      parts: [
        { ...model(1, 5), to: 'pool' },
        { source: { kind: 'pool' }, draw: 'redrawn-subset', amount: { count: 8 } },
      ],
    });
  });

  it('accumulate-subsample: train is initial by default', () => {
    const [, subset] = planNext({ kind: 'accumulate-subsample' }, sizes, 0).parts;
    expect(subset.amount).toEqual({ count: 10 });
  });

  it('mixture: shares of model t, of p_t and of p_0, with the weights of step t', () => {
    const workflow: WorkflowSpec = {
      kind: 'mixture',
      alpha: { kind: 'list', values: [0.5, 0.6] },
      beta: { kind: 'list', values: [0.25, 0.4] },
      gamma: { kind: 'list', values: [0.25, 0] },
    };
    expect(planNext(workflow, sizes, 0)).toEqual({
      makes: 1,
      sharedCount: 4,
      parts: [
        { source: { kind: 'model', t: 0 }, draw: 'fresh', amount: { share: 0.5 } },
        { source: { kind: 'distribution', t: 0 }, draw: 'fresh', amount: { share: 0.25 } },
        { source: { kind: 'real' }, draw: 'fresh', amount: { share: 0.25 } },
      ],
    });
    expect(planNext(workflow, sizes, 1)).toEqual({
      makes: 2,
      sharedCount: 5,
      parts: [
        { source: { kind: 'model', t: 1 }, draw: 'fresh', amount: { share: 0.6 } },
        { source: { kind: 'distribution', t: 1 }, draw: 'fresh', amount: { share: 0.4 } },
      ],
    });
  });

  it.each<[string, 'added' | 'replacing', number]>([
    ['added to the new points', 'added', 4],
    ['in the place of as many new points', 'replacing', 1],
  ])('keep-real: a share of D_0, %s', (_, mode, synthetic) => {
    const workflow: WorkflowSpec = { kind: 'keep-real', share: 0.25, subset: 'fixed', mode };
    expect(planNext(workflow, sizes, 0)).toEqual({
      makes: 1,
      parts: [
        { source: { kind: 'set', t: 0 }, draw: 'fixed-subset', amount: { count: 3 } },
        model(0, synthetic),
      ],
    });
  });

  it('keep-real: redrawn is said in the plan', () => {
    const workflow: WorkflowSpec = { kind: 'keep-real', share: 0.5, subset: 'redrawn', mode: 'added' };
    expect(planNext(workflow, sizes, 0).parts[0].draw).toBe('redrawn-subset');
  });

  it('keep-real: all of D_0 is no subset, and none of it no part', () => {
    const workflow = { kind: 'keep-real', subset: 'redrawn', mode: 'added' } as const;
    expect(planNext({ ...workflow, share: 1 }, sizes, 0).parts[0]).toEqual({
      source: { kind: 'set', t: 0 },
      draw: 'whole',
    });
    expect(planNext({ ...workflow, share: 0.01 }, sizes, 0).parts).toEqual([model(0, 4)]);
  });

  it('keep-real replacing: refuses fewer new points than real ones kept', () => {
    const workflow: WorkflowSpec = { kind: 'keep-real', share: 0.5, subset: 'fixed', mode: 'replacing' };
    expect(() => planNext(workflow, sizes, 0)).toThrow(
      'sizes.new: got 4, expected at least the 5 real points that replace new ones at generation 1. ' +
        'Raise sizes.new, or use mode: added.',
    );
  });

  it('fresh-real: fixed counts of both', () => {
    const real = { kind: 'list', values: [2, 3] } as const;
    expect(planNext({ kind: 'fresh-real' }, { ...sizes, real }, 1)).toEqual({
      makes: 2,
      parts: [{ source: { kind: 'real' }, draw: 'fresh', amount: { count: 3 } }, model(1, 5)],
    });
  });
});

it.each([
  [0.25, 10, 3],
  [0.24, 10, 2],
  [1, 10, 10],
  [0, 10, 0],
])('keptCount(%d, %d) is %d', (share, initial, kept) => {
  expect(keptCount(share, initial)).toBe(kept);
});

/** Points of a plan that are trained on; the pool holds `pool` points before the plan. */
function trainedOn(plan: Plan, pool: number): number {
  let held = pool;
  let trained = plan.sharedCount ?? 0;
  for (const { source, draw, amount, to } of plan.parts) {
    const count = amount !== undefined && 'count' in amount ? amount.count : 0;
    if (to === 'pool') held += count;
    else trained += draw !== 'whole' ? count : source.kind === 'pool' ? held : 0;
  }
  return trained;
}

describe('laws of all plans', () => {
  const horizon = 8;

  it('are pure, whatever was planned before', () => {
    fc.assert(
      fc.property(settings, fc.nat(horizon), ({ workflow, sizes }, t) => {
        const planner = createPlanner(workflow, sizes);
        planner.plan(t + 3);
        expect(planner.plan(t)).toEqual(planNext(workflow, sizes, t));
      }),
    );
  });

  it('add up to the training size', () => {
    fc.assert(
      fc.property(settings, ({ workflow, sizes }) => {
        const planner = createPlanner(workflow, sizes);
        expect(planner.trainingSize(0)).toBe(sizes.initial);
        let pool = sizes.initial;
        for (let t = 0; t < horizon; t++) {
          const plan = planner.plan(t);
          const whole = plan.parts.some(({ source, draw }) => source.kind === 'set' && draw === 'whole');
          expect(trainedOn(plan, pool) + (whole ? sizes.initial : 0)).toBe(planner.trainingSize(t + 1));
          pool += trainedOn(
            {
              makes: 0,
              parts: plan.parts.filter(({ to }) => to === 'pool').map(({ to: _, ...part }) => part),
            },
            0,
          );
        }
      }),
    );
  });

  it('have shares that sum to 1, or none', () => {
    fc.assert(
      fc.property(settings, fc.nat(horizon), ({ workflow, sizes }, t) => {
        const shares = planNext(workflow, sizes, t).parts.flatMap(({ amount }) =>
          amount !== undefined && 'share' in amount ? [amount.share] : [],
        );
        if (workflow.kind !== 'mixture') expect(shares).toEqual([]);
        else expect(shares.reduce((a, b) => a + b)).toBe(1);
      }),
    );
  });

  it('speak of nothing that the lineage does not keep', () => {
    fc.assert(
      fc.property(settings, fc.nat(horizon), ({ workflow, sizes }, t) => {
        const { memory, plan } = createPlanner(workflow, sizes);
        for (const { source, draw } of plan(t).parts) {
          if (source.kind === 'set') expect(memory.initial).toBe(true);
          if (source.kind === 'distribution') expect(memory.ancestors).toBe(true);
          if (source.kind === 'pool') expect(memory.pool).toBe(draw === 'whole' ? 'whole' : 'subset');
        }
      }),
    );
  });

  it('differ in generation numbers only where the planner says stationary', () => {
    const shape = ({ parts, sharedCount }: Plan) => {
      return { sharedCount, parts: parts.map(({ source, ...rest }) => ({ ...rest, kind: source.kind })) };
    };
    fc.assert(
      fc.property(settings, fc.nat(horizon), ({ workflow, sizes }, t) => {
        const { stationary, plan } = createPlanner(workflow, sizes);
        if (stationary) expect(shape(plan(t))).toEqual(shape(plan(0)));
      }),
    );
    expect(createPlanner({ kind: 'replace' }, sizes).stationary).toBe(false);
    expect(createPlanner({ kind: 'replace' }, { initial: 1, new: 1 }).stationary).toBe(true);
    expect(createPlanner({ kind: 'replace-grown' }, { initial: 1, new: 1 }).stationary).toBe(false);
  });
});

it('a workflow that does not exist has no plan', () => {
  for (const kind of ['recycle', 'constructor'])
    expect(() => planNext({ kind } as never, sizes, 0)).toThrow(
      `workflow.kind: got "${kind}", expected one of replace, replace-grown, accumulate, accumulate-subsample, mixture, ` +
        'keep-real, fresh-real.',
    );
});
