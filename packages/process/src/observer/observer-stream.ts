/** Every observer's randomness is its own stream, keyed by its name, so that adding one changes no other number. */
import type { Stream } from '@collapse-lab/math';

/** The stream of an observer at generation t, below the root of all observers of a lineage. */
export function observerStream(root: Stream, name: string, t: number): Stream {
  return root.split(fnv1a(name, 0x811c9dc5), fnv1a(name, 0x9747b28c), t);
}

/** 32-bit FNV-1a over the UTF-16 code units of the name, low byte first, from the given offset basis. */
function fnv1a(name: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}
