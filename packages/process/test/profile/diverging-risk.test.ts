/** Definition 3 where the risk has a floor: the power of t then rises from one doubling to the next. */
import { fillNormal, Stream } from '@collapse-lab/math';
import { collapseProfile, type DefinitionVerdict } from '@collapse-lab/process';
import { expect, it } from 'vitest';

/** 20 lineages of noise of 2 % over 100 generations. */
function verdictOf(mean: (t: number) => number, metric = 'squaredW2'): DefinitionVerdict {
  const stream = Stream.fromPath(['a floor under the risk', mean(7)]);
  const t = Array.from({ length: 101 }, (_, each) => each);
  const lineages = Array.from({ length: 20 }, () => {
    const noise = fillNormal(stream, new Float64Array(t.length), 1, 0.02);
    return [{ metric, t, value: t.map((each) => mean(each) * noise[each]) }];
  });
  return collapseProfile(lineages, {}).verdicts[2];
}

it('that grows slowly is not denied: the power is on its way to what counts as growth', () => {
  const found = verdictOf((t) => 1 + 0.001 * t);
  expect(found.verdict).toBe('cannot be told');
  expect(found.reason).toMatch(
    /^The mean risk \(squaredW2\) goes like \(t \+ 1\)\^0\.0[67]\d* over the last doubling of t, below the power 0\.1 that counts as growth, but [12]\.\d+ times that of the doubling before\.$/,
  );
  expect(found.generationsNeeded).toBe(200);
});

it('is no growth where it stays, or where the power falls', () => {
  expect(verdictOf(() => 1).verdict).toBe('did not happen');
  expect(verdictOf((t) => 2 - 1 / (t + 1)).verdict).toBe('did not happen');
});
