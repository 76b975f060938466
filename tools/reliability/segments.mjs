/** The segments of a store as name → sha256 of their bytes. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names below the folder of segments, sorted; none before the first is published. */
export function filesOfSegments(store) {
  const folder = join(store, 'segments');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : [];
}

export function hashesOfSegments(store) {
  const names = filesOfSegments(store).filter((name) => name.endsWith('.jsonl'));
  return new Map(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(store, 'segments', name)))
        .digest('hex'),
    ]),
  );
}
