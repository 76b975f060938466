/** Measures the published claims on worker threads: they are independent, and each has its own streams. */
import type { ClaimResult, ClaimSampler, ClaimSelection } from '@collapse-lab/theory';
import { availableThreads } from '../run/available-threads.ts';

/** What a thread is given. */
export interface ClaimTask {
  readonly id: number;
  readonly sampler: ClaimSampler;
  readonly scale: number;
  readonly full: boolean;
}

export interface VerifyRequest extends ClaimSelection {
  /** Default: the cores this process may use. */
  readonly threads?: number;
  /** Called after each unit, in the order in which they end. */
  readonly onClaim?: (result: ClaimResult) => void;
}

const workerFile = new URL(import.meta.url.replace(/verify-on-threads(\.[jt]s)$/, 'claim-worker$1')).href;

/** In the order of the table. Throws InvalidArgumentError for a number that no claim has. */
export async function verifyOnThreads(request: VerifyRequest = {}): Promise<readonly ClaimResult[]> {
  const [theory, { Piscina }] = await Promise.all([import('@collapse-lab/theory'), import('piscina')]);
  const { scale = 1, full = false, onClaim } = request;
  const units = theory.claimUnits(request);
  const threads = Math.max(1, Math.min(request.threads ?? availableThreads(), units.length));
  const pool = new Piscina({ filename: workerFile, minThreads: threads, maxThreads: threads });
  try {
    const results = await Promise.all(
      units.map(async ({ id, sampler }) => {
        const result: ClaimResult = await pool.run({ id, sampler, scale, full } satisfies ClaimTask);
        onClaim?.(result);
        return result;
      }),
    );
    return results.sort(theory.compareUnits);
  } finally {
    await pool.destroy();
  }
}
