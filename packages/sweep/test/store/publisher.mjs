/** Publishes results 0 … count-1 that are not stored yet, a few at a time, until it is done or killed. */
// Straight from their files: the rest of the package would double the time a process needs to start.
import { openStore } from '../../dist/store/open-store.js';
import { randomResult } from '../../dist/testing/testing.js';

const [directory, count, batch] = process.argv.slice(2);
const store = await openStore(directory);
process.stdout.write('publishing');
for (let first = 0; first < Number(count); first += Number(batch)) {
  const results = Array.from({ length: Number(batch) }, (_, i) => randomResult(`kill ${first + i}`));
  const stored = await store.keys();
  if (results.some(({ key }) => !stored.has(key))) await store.publish(results);
}
