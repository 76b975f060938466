/** From a specification to a lineage: checks it, resolves the sampler, and binds the streams. */
import type { AnyFamily } from '@collapse-lab/models';
import { InvalidSpecError } from '../workflow/problem.ts';
import { type Engine, type EngineOptions, prepareSetting } from './engine.ts';
import type { Lineage } from './lineage.ts';
import { SamplesSampler } from './samples-sampler.ts';
import type { LineageSpec, LineageStreams } from './spec.ts';
import { StatisticsSampler } from './statistics-sampler.ts';
import { TrainedSampler } from './trained-sampler.ts';
import { validateLineage } from './validate-lineage.ts';
import { whyNotStatistics } from './why-not-statistics.ts';

export interface LineageOptions extends EngineOptions {
  /** How far the lineage will run: sizes, weights and finite real data are checked that far. Default 1. */
  readonly generations?: number;
}

/**
 * A lineage of this specification.
 *
 * @throws InvalidSpecError with everything that is wrong with it
 */
export function createLineage(
  spec: LineageSpec,
  streams: LineageStreams,
  options: LineageOptions = {},
): Lineage {
  const { engine, whyNot } = createEngine(spec, options);
  return {
    sampler: engine.sampler,
    whyNotStatistics: whyNot,
    keepsModels: engine.keepsModels,
    init: () => engine.init(streams),
    step: (state) => engine.step(state),
    encode: (state, blobs) => engine.encode(state, blobs),
    decode: (encoded, blobs) => engine.decode(encoded, streams, blobs),
  };
}

/** The engine of a specification, for lineages of any number of streams. */
export function createEngine(
  spec: LineageSpec,
  { generations, keepTrain = false, realDraw = 'points' }: LineageOptions,
): { engine: Engine; whyNot: string | undefined } {
  const question = { keepTrain, ...(generations === undefined ? {} : { generations }) };
  const problems = validateLineage(spec, question);
  if (problems.length > 0) throw new InvalidSpecError(problems);
  const whyNot = whyNotStatistics(spec, question);
  const setting = prepareSetting(spec);
  const statistics = spec.sampler !== 'samples' && whyNot === undefined;
  const engine = statistics
    ? new StatisticsSampler(setting, realDraw)
    : worksInSteps(spec.family)
      ? new TrainedSampler(setting, keepTrain)
      : new SamplesSampler(setting, keepTrain);
  return { engine: engine as unknown as Engine, whyNot };
}

function worksInSteps({ train, generate, pretrain, validationSize = 0 }: AnyFamily): boolean {
  return [train, generate, pretrain].some((way) => way !== undefined) || validationSize > 0;
}
