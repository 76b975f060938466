/** A claim from its experiments: the samplers it runs under and its measure function follow from them. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Check, Claim, ClaimOptions, ClaimSampler } from './claim.ts';
import { runsIn } from './measure/experiment.ts';
import { measureExperiment } from './measure/measure.ts';

const samplers: readonly ClaimSampler[] = ['statistics', 'samples'];

export function defineClaim(claim: Omit<Claim, 'samplers' | 'measure'>): Claim {
  const measured = samplers.filter((sampler) =>
    claim.experiments.some(({ replicates }) => replicates[sampler] !== undefined),
  );
  return Object.freeze({
    ...claim,
    samplers: measured,
    measure({ sampler, scale, full = false }: ClaimOptions): readonly Check[] {
      if (!measured.includes(sampler)) {
        throw new InvalidArgumentError({
          argument: 'sampler',
          got: sampler,
          expected: `one of ${measured.join(', ')} for claim ${claim.id}`,
        });
      }
      if (!(scale > 0 && Number.isFinite(scale))) {
        throw new InvalidArgumentError({ argument: 'scale', got: scale, expected: 'a positive number' });
      }
      return claim.experiments
        .filter((experiment) => runsIn(experiment, full))
        .flatMap((experiment) => measureExperiment({ claim: claim.id, experiment, sampler, scale, full }));
    },
  });
}
