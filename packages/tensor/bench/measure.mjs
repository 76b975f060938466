/** Medians of interleaved rounds: everything is measured in turn, so that a change of the machine meets all alike. */
import { median } from '@collapse-lab/math';

/** Median milliseconds of one call, over at least 3 calls and `seconds`. */
export function millisecondsOf(call, seconds) {
  const times = [];
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end || times.length < 3) {
    const start = performance.now();
    call();
    times.push(performance.now() - start);
  }
  return median(Float64Array.from(times));
}

/**
 * The median of each contestant over the rounds, by name, with all rounds beside it. A contestant is a function that
 * returns milliseconds; one that returns undefined is left out from then on.
 */
export function interleave(contestants, rounds) {
  const found = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, measure } of contestants) {
      if (!found.has(name)) continue;
      const milliseconds = measure();
      if (milliseconds === undefined) found.delete(name);
      else found.get(name).push(milliseconds);
    }
  }
  const results = [...found].map(([name, all]) => [name, { median: median(Float64Array.from(all)), all }]);
  return new Map(results);
}
