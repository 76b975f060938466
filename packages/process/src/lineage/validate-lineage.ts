/** Everything that is wrong with a lineage's specification, at once, before anything is computed. */
import { curationProblems } from '../curate/curation-problems.ts';
import type { Problem } from '../workflow/problem.ts';
import { validateWorkflow } from '../workflow/validate-workflow.ts';
import { realDemandProblems } from './real-demand.ts';
import { relabelProblems } from './relabel-problems.ts';
import type { LineageSpec, NumberFormat, SamplerName } from './spec.ts';
import { type ShortcutQuestion, whyNotStatistics } from './why-not-statistics.ts';

export const numberFormats: readonly NumberFormat[] = ['f64', 'f32', 'f16', 'bf16'];
export const samplerNames: readonly SamplerName[] = ['auto', 'statistics', 'samples'];

/**
 * Problems with their paths in the specification; empty when the lineage can run.
 * With `generations`, sizes and weights are checked for all of them and a finite data set for whether it lasts.
 */
export function validateLineage(spec: LineageSpec, question: ShortcutQuestion = {}): Problem[] {
  const { family, workflow, sizes } = spec;
  const { generations } = question;
  if (generations !== undefined && !(Number.isSafeInteger(generations) && generations >= 0)) {
    return [{ path: ['generations'], got: generations, expected: 'a non-negative integer' }];
  }
  const limits = { minimumSize: family.minimumSize, ...(generations === undefined ? {} : { generations }) };
  const problems = [
    ...shapeProblems(spec),
    ...formatProblems(spec),
    ...validateWorkflow(workflow, sizes, limits),
    ...relabelProblems(spec, generations),
    ...curationProblems(spec),
    ...weightProblems(spec),
  ];
  if (problems.length > 0) return problems;
  return [...samplerProblems(spec, question), ...realDemandProblems(spec, generations ?? 0)];
}

/** A weighted fit is one to weighted statistics, also where points are drawn. */
function weightProblems({ family, workflow }: LineageSpec): Problem[] {
  if (workflow.kind !== 'fresh-real' || workflow.weight === undefined) return [];
  const path = ['workflow', 'weight'];
  const { weight } = workflow;
  if (weight !== 'golden' && !(weight >= 0 && weight <= 1))
    return [{ path, got: weight, expected: 'golden or a number from 0 to 1, the weight of the real points' }];
  if (family.law?.scale === undefined)
    return [{ path, got: weight, expected: `nothing: family ${family.name} has no weighted fit` }];
  const unbiased = unbiasedOption(family.options);
  if (unbiased === undefined) return [];
  const expected = `nothing with ${unbiased}, whose divisor counts points of equal weight; fit by maximum likelihood`;
  return [{ path, got: weight, expected }];
}

/** The option, if any, by which a fit corrects for its number of points: under weights the correction is another. */
function unbiasedOption(options: unknown): string | undefined {
  const { ddof, noise } = (options ?? {}) as { ddof?: unknown; noise?: unknown };
  if (ddof === 1) return 'ddof: 1';
  return noise === 'refitted' ? 'noise: refitted' : undefined;
}

function shapeProblems({ family, real }: LineageSpec): Problem[] {
  const wanted = describeShape(family.shape);
  const got = describeShape(real.shape);
  if (wanted === got) return [];
  return [{ path: ['real'], got, expected: `${wanted}, which family ${family.name} is made for` }];
}

function describeShape(shape: LineageSpec['family']['shape']): string {
  return shape.kind === 'points' ? `points with d = ${shape.d}` : `symbols with k = ${shape.k}`;
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
