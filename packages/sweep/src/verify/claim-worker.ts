/** The code of a thread that measures claims. */
import { type ClaimResult, measureClaim } from '@collapse-lab/theory';
import type { ClaimTask } from './verify-on-threads.ts';

export default function measure({ id, sampler, scale, full }: ClaimTask): ClaimResult {
  return measureClaim(id, { sampler, scale, full });
}
