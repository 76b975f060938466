/** Which states are worth keeping with the results. */
import type { Json } from '@collapse-lab/models';
import { blobNamesIn, type CellBlobs } from '../store/blobs.ts';
import { canonicalJson } from './canonical.ts';
import type { CellParameters } from './cell.ts';
import { estimate } from './estimate.ts';

const freeBytes = 4 * 1024;
const bytesPerSecond = 256 * 1024;
const dearCell = 60;

/**
 * The state that a longer run continues from, or null where computing it again is cheaper than storing it: a pool of
 * points, or the models of all generations, of a cell that takes a fraction of a second.
 *
 * @param blobs where the state keeps what is beside its JSON
 */
export function keptState(parameters: CellParameters, state: Json, blobs: CellBlobs): Json {
  const { seconds } = estimate(parameters);
  if (seconds >= dearCell) return state;
  const text = canonicalJson(state);
  const bytes = text.length + (blobs.isEmpty ? 0 : blobs.sizeOf(blobNamesIn(text)));
  return bytes <= freeBytes + bytesPerSecond * seconds ? state : null;
}
