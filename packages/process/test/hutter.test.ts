/** The memoriser of labels in a lineage: samplers agree, narrowed samples stay narrowed, its observers. */
import { Stream } from '@collapse-lab/math';
import {
  type CategoricalModel,
  categoricalSource,
  type HutterOptions,
  hutter,
  zipfMandelbrotSource,
} from '@collapse-lab/models';
import {
  createLineage,
  ensemble,
  type LineageSpec,
  observers,
  replicateStreams,
  type WorkflowSpec,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { gaussianFamily } from './support/settings.ts';

const real = zipfMandelbrotSource({ k: 12, exponent: 1 });

function spec(
  workflow: WorkflowSpec,
  options: Partial<HutterOptions>,
  sampler: LineageSpec['sampler'] = 'auto',
): LineageSpec {
  const family = hutter.create({ topK: 'all', temperature: 1, ...options }, real.shape);
  const sizes = { initial: 20, new: 15, ...(workflow.kind === 'fresh-real' ? { real: 5 } : {}) };
  return { real, family, workflow, sizes, sampler, numberFormat: 'f64' };
}

const observer = observers.hutter.create({});

function memoriserError(family: LineageSpec['family'], source: LineageSpec['real'], model: unknown): number {
  const stream = Stream.fromPath([]);
  return observer.measure({ t: 0, family, real: source, model, firstModel: model, stream }).memoriserError;
}

describe('samplers', () => {
  it.each<[WorkflowSpec, Partial<HutterOptions>]>([
    [{ kind: 'replace' }, {}],
    [{ kind: 'replace' }, { topK: 4 }],
    [{ kind: 'accumulate' }, { temperature: 0.7 }],
    [{ kind: 'fresh-real' }, { topK: 3, temperature: 0.5 }],
    [{ kind: 'mixture', alpha: 0.5, beta: 0.2, gamma: 0.3 }, { topK: 5 }],
  ])('have one law of the test error: %j, %j', (workflow, options) => {
    const replicates = 3000;
    const [a, b] = (['statistics', 'samples'] as const).map((sampler) => {
      const setting = spec(workflow, options, sampler);
      const { values } = ensemble({
        spec: setting,
        root: Stream.fromPath(['hutter', workflow.kind, sampler]),
        replicates,
        generations: 2,
        at: [2],
        metrics: { memoriserError: (model) => memoriserError(setting.family, real, model) },
      });
      const [sample] = values.memoriserError;
      const mean = sample.reduce((x, y) => x + y) / replicates;
      const squares = sample.reduce((x, y) => x + (y - mean) ** 2, 0);
      return { mean, error: Math.sqrt(squares / replicates / (replicates - 1)) };
    });
    // 5 standard errors: 5.7e-7 for each of the 5.
    expect(Math.abs(a.mean - b.mean)).toBeLessThan(5 * Math.hypot(a.error, b.error));
  });

  it('under replace at most topK symbols are left after one generation, of fresh real data all may come', () => {
    const left = (workflow: WorkflowSpec): number => {
      const lineage = createLineage(
        spec(workflow, { topK: 2 }),
        replicateStreams(Stream.fromPath(['left', workflow.kind]), 0),
      );
      const { model } = lineage.step(lineage.init());
      return (model as CategoricalModel).probabilities.filter((p) => p > 0).length;
    };
    expect(left({ kind: 'replace' })).toBe(2);
    expect(left({ kind: 'mixture', alpha: 0, beta: 0, gamma: 1 })).toBeGreaterThan(2);
  });
});

describe('observers', () => {
  const { family } = spec({ kind: 'replace' }, {});
  const source = categoricalSource([0.5, 0.3, 0.2, 0]);
  const model = { k: 4, probabilities: Float64Array.of(0.9, 0, 0, 0.1) };

  it('hutter: the real probability of what was never seen', () => {
    expect(memoriserError(family, source, model)).toBeCloseTo(0.5, 15);
    expect(observer.refuses(gaussianFamily(1), source)).toBe(
      'it asks what a hutter has seen, and the family is gaussian',
    );
    const unknown = { ...source, truth: undefined } as unknown as LineageSpec['real'];
    expect(observer.refuses(family, unknown)).toBe('probabilities of real data categorical are not known');
  });

  it('those of symbols take it as a categorical', () => {
    for (const name of ['categorical', 'categorical-support', 'collapsed']) {
      const resolved = observers[name].resolve({});
      if ('problems' in resolved) throw new Error(name);
      expect(observers[name].create(resolved.options).refuses(family, real), name).toBeUndefined();
    }
    const stream = Stream.fromPath([]);
    const observation = { t: 0, family, real: source, model, firstModel: model, stream };
    expect(observers.categorical.create({}).measure(observation).supportSize).toBe(2);
    expect(observers.collapsed.create({ threshold: 0.05 }).measure(observation).collapsed).toBe(0);
  });
});
