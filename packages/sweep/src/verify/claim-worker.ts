/** The code of a thread that measures claims. */
import { type Check, claims } from '@collapse-lab/theory';
import type { ClaimTask } from './verify-on-threads.ts';

export default function measure({ id, sampler, scale }: ClaimTask): readonly Check[] {
  return claims.find((claim) => claim.id === id)!.measure({ sampler, scale });
}
