/** Everything that is wrong with a lineage's specification, at once, before anything is computed. */
import { describeShape } from '@collapse-lab/models';
import { curationProblems } from '../curate/curation-problems.ts';
import type { Problem } from '../workflow/problem.ts';
import { validateWorkflow } from '../workflow/validate-workflow.ts';
import { observerRoot } from './purpose.ts';
import { freshMemoryProblems, realDemandProblems } from './real-demand.ts';
import { relabelProblems } from './relabel-problems.ts';
import type { LineageSpec, NumberFormat, SamplerName } from './spec.ts';
import { validationProblems } from './validation-points.ts';
import { type ShortcutQuestion, whyNotStatistics } from './why-not-statistics.ts';

export const numberFormats: readonly NumberFormat[] = ['f64', 'f32', 'f16', 'bf16'];
export const samplerNames: readonly SamplerName[] = ['auto', 'statistics', 'samples'];

/**
 * Problems with their paths in the specification; empty when the lineage can run.
 * With `generations`, sizes and weights are checked for all of them and a finite data set for whether it lasts.
 */
export function validateLineage(spec: LineageSpec, question: ShortcutQuestion = {}): Problem[] {
  const missing = [...partProblems(spec), ...generationsProblems(question.generations)];
  if (missing.length > 0) return missing;
  const { family, workflow, sizes } = spec;
  const { generations } = question;
  const limits = { minimumSize: family.minimumSize, ...(generations === undefined ? {} : { generations }) };
  const ofWorkflow = validateWorkflow(workflow, sizes, limits);
  const runs = ofWorkflow.length === 0;
  const problems = [
    ...shapeProblems(spec),
    ...formatProblems(spec),
    ...ofWorkflow,
    ...(runs ? relabelProblems(spec, generations) : []),
    ...(isObject(workflow) ? curationProblems(spec, runs) : []),
    ...(runs ? weightProblems(spec) : []),
    ...(runs ? streamProblems(spec) : []),
    ...validationProblems(spec),
  ];
  if (problems.length > 0) return problems;
  return [
    ...samplerProblems(spec, question),
    ...realDemandProblems(spec, generations ?? 0),
    ...freshMemoryProblems(spec, question),
  ];
}

/** What everything else asks: a family, and real data. */
function partProblems(spec: LineageSpec): Problem[] {
  if (!isObject(spec))
    return [{ path: ['spec'], got: spec, expected: 'an object with real, family, workflow and sizes' }];
  const problems: Problem[] = [];
  const { family, real } = spec;
  if (!isObject(family) || !isShape(family.shape) || typeof family.fit !== 'function') {
    const expected = 'a model family, what create of a definition returns';
    problems.push({ path: ['family'], got: family, expected });
  }
  if (!isObject(real) || !isShape(real.shape) || typeof real.draw !== 'function') {
    problems.push({
      path: ['real'],
      got: real,
      expected: 'real data, what normalSource and its like return',
    });
  }
  return problems;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isShape(shape: LineageSpec['family']['shape']): boolean {
  return isObject(shape) && ['points', 'symbols', 'sequences'].includes(shape.kind);
}

/** Streams of generations have 32-bit labels. */
function generationsProblems(got: unknown): Problem[] {
  if (
    got === undefined ||
    (Number.isSafeInteger(got) && (got as number) >= 0 && (got as number) < observerRoot)
  )
    return [];
  const most = Number.isSafeInteger(got) && (got as number) > 0;
  const expected = most ? `at most ${observerRoot - 1} generations` : 'a non-negative integer';
  return [{ path: ['generations'], got, expected }];
}

/** A weighted fit is one to weighted statistics, also where points are drawn. */
function weightProblems({ family, workflow }: LineageSpec): Problem[] {
  if (workflow.kind !== 'fresh-real' || workflow.weight === undefined) return [];
  if (family.law?.scale !== undefined) return [];
  const why = family.whyNoLaw === undefined ? 'its statistics cannot be weighted' : family.whyNoLaw;
  return [
    {
      path: ['workflow', 'weight'],
      got: workflow.weight,
      expected: `nothing: family ${family.name} has no weighted fit (${why})`,
      remedy: 'Leave weight out: all points then count alike, and sizes.real and sizes.new set their shares.',
    },
  ];
}

/** A stream of points has no size, so that nothing can be pooled with it, kept of it or chosen from it. */
function streamProblems({ family, workflow }: LineageSpec): Problem[] {
  if (family.streamed === undefined || (workflow.kind === 'replace' && workflow.curate === undefined))
    return [];
  const got = workflow.kind === 'replace' ? 'curate' : workflow.kind;
  const expected = `replace alone: with ${family.streamed} every batch is drawn anew from the model before, so that there is no set to pool, keep or choose from`;
  return [
    { path: ['workflow'], got, expected, remedy: 'Train on a set of points, or take workflow: replace.' },
  ];
}

function shapeProblems({ family, real }: LineageSpec): Problem[] {
  const wanted = describeShape(family.shape);
  const got = describeShape(real.shape);
  if (wanted === got) return [];
  return [{ path: ['real'], got, expected: `${wanted}, which family ${family.name} is made for` }];
}

function formatProblems({ family, numberFormat }: LineageSpec): Problem[] {
  const path = ['numberFormat'];
  if (!numberFormats.includes(numberFormat)) {
    return [{ path, got: numberFormat, expected: `one of ${numberFormats.join(', ')}` }];
  }
  if (numberFormat === 'f64' || family.mapParameters !== undefined) return [];
  return [{ path, got: numberFormat, expected: `f64: family ${family.name} cannot round its parameters` }];
}

function samplerProblems(spec: LineageSpec, question: ShortcutQuestion): Problem[] {
  const path = ['sampler'];
  const { sampler } = spec;
  if (!samplerNames.includes(sampler)) {
    return [{ path, got: sampler, expected: `one of ${samplerNames.join(', ')}` }];
  }
  const reason = sampler === 'statistics' ? whyNotStatistics(spec, question) : undefined;
  return reason === undefined ? [] : [{ path, got: sampler, expected: `samples or auto: ${reason}` }];
}
