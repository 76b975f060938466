import { InvalidArgumentError } from '@collapse-lab/math';
import { checkSize } from '../data/make-data.ts';
import type { SampleRequest } from './family.ts';

/** For families that sample unconditionally: n must be a size, and `given` must be absent. */
export function checkSampleRequest(family: string, request: SampleRequest): void {
  checkSize('request.n', request.n);
  if (request.given !== undefined)
    throw new InvalidArgumentError({
      argument: 'request.given',
      got: request.given,
      expected: `nothing: ${family} samples unconditionally`,
    });
}
