/** Runs claims: one at a time for a caller with its own threads, or all of them in this one. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Check, Claim, ClaimSampler } from './claim.ts';
import { claims } from './claims.ts';
import { estimateCost } from './cost.ts';

export interface ClaimResult {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly setting: string;
  readonly correction?: string;
  readonly sampler: ClaimSampler;
  readonly checks: readonly Check[];
  /** Whether every check holds. */
  readonly holds: boolean;
}

/** What can be run on a thread of its own. */
export interface ClaimUnit {
  readonly id: number;
  readonly sampler: ClaimSampler;
  /** Estimated seconds on one core. */
  readonly cost: number;
  /** Whether the claim has settings that only a full run measures. */
  readonly dear: boolean;
}

export interface ClaimSelection {
  /** Claim numbers; default all. */
  readonly only?: readonly number[];
  /** Default: both. */
  readonly sampler?: ClaimSampler;
  /** Multiplies every number of replicates, of which there are at least 30 (or all that are planned); default 1. */
  readonly scale?: number;
  /** The settings too dear for every run, instead of the reduced ones that stand in for them; default false. */
  readonly full?: boolean;
}

export interface VerifyOptions extends ClaimSelection {
  /** Called after each unit. */
  readonly onClaim?: (result: ClaimResult) => void;
}

/** Throws InvalidArgumentError where there is no such claim. */
export function claimById(id: number): Claim {
  const claim = claims.find((candidate) => candidate.id === id);
  if (claim !== undefined) return claim;
  const known = claims.map((candidate) => candidate.id).join(', ');
  throw new InvalidArgumentError({ argument: 'id', got: id, expected: `the number of a claim: ${known}` });
}

/**
 * Measures one claim under one sampler. Pure and deterministic: the result depends on the arguments alone,
 * not on the thread, the order or what runs beside it. The sampler is by default the first of the claim's. Throws InvalidArgumentError on an unknown id, or a
 * sampler or scale that the claim cannot be measured with.
 */
export function measureClaim(
  id: number,
  options: { readonly sampler?: ClaimSampler; readonly scale?: number; readonly full?: boolean } = {},
): ClaimResult {
  const claim = claimById(id);
  const { sampler = claim.samplers[0], scale = 1, full = false } = options;
  const checks = claim.measure({ sampler, scale, full });
  const { name, source, setting, correction } = claim;
  const holds = checks.every((check) => check.holds);
  const about =
    correction === undefined ? { id, name, source, setting } : { id, name, source, setting, correction };
  return { ...about, sampler, checks, holds };
}

/** The units of a selection, dearest first, so that threads which take them in turn end together. */
export function claimUnits({
  only,
  sampler,
  scale = 1,
  full = false,
}: ClaimSelection = {}): readonly ClaimUnit[] {
  const chosen = only === undefined ? claims : only.map(claimById);
  return chosen
    .flatMap((claim) => claim.samplers.map((name) => ({ claim, name })))
    .filter(({ name }) => sampler === undefined || name === sampler)
    .map(({ claim, name }) => ({
      id: claim.id,
      sampler: name,
      cost: estimateCost(claim, name, scale, full),
      dear: claim.experiments.some(
        ({ only, replicates, fullReplicates }) =>
          (only === 'full' && replicates[name] !== undefined) || fullReplicates?.[name] !== undefined,
      ),
    }))
    .sort((a, b) => b.cost - a.cost || compareUnits(a, b));
}

type UnitName = Pick<ClaimUnit, 'id' | 'sampler'>;

/** By number, `statistics` before `samples`: the order of the table. */
export function compareUnits(a: UnitName, b: UnitName): number {
  return a.id - b.id || (a.sampler === b.sampler ? 0 : a.sampler === 'statistics' ? -1 : 1);
}

/** Measures all units of a selection in this thread; results in the order of the table. */
export function verifyClaims(options: VerifyOptions = {}): readonly ClaimResult[] {
  const { scale = 1, full = false, onClaim } = options;
  const results = claimUnits(options).map(({ id, sampler }) => {
    const result = measureClaim(id, { sampler, scale, full });
    onClaim?.(result);
    return result;
  });
  return results.sort(compareUnits);
}
