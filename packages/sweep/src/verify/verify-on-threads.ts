/** Measures the published claims on worker threads: they are independent, and each has its own streams. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Check, Claim, ClaimOptions } from '@collapse-lab/theory';
import { availableThreads } from '../run/available-threads.ts';

export interface ClaimTask extends ClaimOptions {
  readonly id: number;
}

export interface VerifiedClaim {
  readonly claim: Claim;
  readonly sampler: ClaimOptions['sampler'];
  readonly checks: readonly Check[];
  readonly holds: boolean;
  readonly seconds: number;
}

export interface VerifyRequest {
  /** Numbers of claims; default: all. */
  readonly only?: readonly number[] | undefined;
  /** Default: each that a claim has. */
  readonly sampler?: ClaimOptions['sampler'] | undefined;
  /** Multiplies every replicate count; default 1. */
  readonly scale?: number | undefined;
  /** Default: the cores this process may use. */
  readonly threads?: number | undefined;
  readonly onClaim?: ((verified: VerifiedClaim) => void) | undefined;
}

const workerFile = new URL(import.meta.url.replace(/verify-on-threads(\.[jt]s)$/, 'claim-worker$1')).href;

/** In the order of the claims. @throws InvalidArgumentError for a number that no claim has. */
export async function verifyOnThreads(request: VerifyRequest = {}): Promise<readonly VerifiedClaim[]> {
  const [{ claims }, { Piscina }] = await Promise.all([import('@collapse-lab/theory'), import('piscina')]);
  const tasks = tasksOf(claims, request);
  const threads = Math.max(1, Math.min(request.threads ?? availableThreads(), tasks.length));
  const pool = new Piscina({ filename: workerFile, minThreads: threads, maxThreads: threads });
  try {
    return await Promise.all(
      tasks.map(async ({ claim, ...options }) => {
        const start = performance.now();
        const checks: readonly Check[] = await pool.run({ id: claim.id, ...options } satisfies ClaimTask);
        const seconds = (performance.now() - start) / 1000;
        const verified = {
          claim,
          sampler: options.sampler,
          checks,
          holds: checks.every((c) => c.holds),
          seconds,
        };
        request.onClaim?.(verified);
        return verified;
      }),
    );
  } finally {
    await pool.destroy();
  }
}

function tasksOf(claims: readonly Claim[], { only, sampler, scale = 1 }: VerifyRequest): (ClaimOptions & { claim: Claim })[] {
  const unknown = only?.find((id) => !claims.some((claim) => claim.id === id));
  if (unknown !== undefined)
    throw new InvalidArgumentError({
      argument: 'only',
      got: unknown,
      expected: `numbers of claims: ${claims.map(({ id }) => id).join(', ')}`,
    });
  return claims
    .filter(({ id }) => only === undefined || only.includes(id))
    .flatMap((claim) =>
      claim.samplers
        .filter((name) => sampler === undefined || name === sampler)
        .map((name) => ({ claim, sampler: name, scale })),
    );
}
