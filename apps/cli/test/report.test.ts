/** The commands that show results: report, compact, verify. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { makePlace, small, troublesome } from './collapse.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

function placeOf(experiment: object): ReturnType<typeof makePlace> {
  const place = makePlace(experiment);
  cleanUp.push(place.remove);
  return place;
}

it('a report, and all of the store in one Parquet file', async () => {
  const { directory, file, collapse } = placeOf(small);
  await collapse('run', file);
  const output = join(directory, 'report');
  const report = await collapse('report', file, '--output', output, '--seeds', '4', '--json');
  const { html, sentences, ...counts } = JSON.parse(report.stdout);
  expect(counts).toEqual({ experiment: 'small', done: 6, total: 8 });
  expect(html.startsWith(output)).toBe(true);
  expect(readFileSync(html, 'utf8')).toContain('</html>');
  expect(sentences.length).toBeGreaterThan(0);

  const compacted = JSON.parse((await collapse('compact', '--json')).stdout);
  expect(compacted).toMatchObject({ cells: 6 });
  expect(existsSync(compacted.file)).toBe(true);
});

it('a report says what failed, and where it cannot be written', async () => {
  const { directory, file, collapse } = placeOf(troublesome([{}, { trouble: 'throw' }]));
  await collapse('run', file, '--executor', 'inline');
  const output = join(directory, 'report');
  const { code, stdout } = await collapse('report', file, '--output', output, '--seeds', '2');
  expect([code, stdout.match(/^\(.*\)$/m)?.[0]]).toEqual([
    0,
    '(1 of 4 cells; 1 failed, the rest is not computed yet)',
  ]);
  expect((await collapse('report', file, '--output', output)).stdout).toContain(
    '\n(1 of 2 cells; 1 failed)\n',
  );

  const refused = await collapse('report', file, '--output', join(file, 'report'));
  expect(refused).toMatchObject({
    code: 74,
    stderr:
      `collapse: ${join(file, 'report')}: could not write the report: ENOTDIR: not a directory, ` +
      `mkdir '${join(file, 'report', 'figures')}'. Free some space or give this user write permission, ` +
      'or choose another directory with --output.\n',
  });
});

it('a report of an experiment that was not run is skipped where it is made among many', async () => {
  const { file, store, run } = placeOf(small);
  process.env.COLLAPSE_ABSENT_DATA = 'skip';
  const among = run('report', file);
  delete process.env.COLLAPSE_ABSENT_DATA;
  const reason = `nothing of small is in ${store} yet. Run it first: npx collapse run ${file}`;
  expect(await among.ended).toMatchObject({ code: 0, stdout: `skipped: ${reason}\n` });
});

it('a report of what was run with other options says which', async () => {
  const { file, store, collapse } = placeOf(small);
  await collapse('run', file, '--generations=2', '--set', 'sizes.new=11', '--executor', 'inline');
  const stored = '--generations 2 --set sizes.new=11';
  expect(await collapse('report', file)).toMatchObject({
    code: 2,
    stderr:
      `collapse: nothing of small with these options is in ${store} yet; its last run had ${stored}. ` +
      `For what that stored: npx collapse report ${file} ${stored}. For what is asked for: npx collapse run ${file}\n`,
  });
  expect((await collapse('profile', file, '--generations', '2', '--set', 'sizes.new=11')).code).toBe(0);
  await collapse('run', file, '--executor', 'inline');
  expect((await collapse('profile', file, '--seeds', '1', '--generations', '3')).stderr).toBe(
    `collapse: nothing of small with these options is in ${store} yet; its last run had no such options. ` +
      `For what that stored: npx collapse profile ${file}. For what is asked for: npx collapse run ${file} --seeds 1 --generations 3\n`,
  );
});

it('the claims asked for, as a table and as JSON', async () => {
  const { collapse } = placeOf(small);
  const json = await collapse('verify', '--only', '26', '--scale', '0.01', '--json');
  expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 0, stderr: '' });
  const results = JSON.parse(json.stdout);
  expect(results.map(({ id, sampler, holds }: Record<string, unknown>) => [id, sampler, holds])).toEqual([
    [26, 'statistics', true],
    [26, 'samples', true],
  ]);
  const table = await collapse(
    'verify',
    '--only',
    '26',
    '--scale',
    '0.01',
    '--sampler',
    'statistics',
    '--threads',
    '1',
  );
  expect(table.code).toBe(0);
  expect(table.stdout).toMatch(/^1 claims?, /m);
  expect(table.stdout).toMatch(/expected +measured +SE +z +verdict/);
  expect(table.stderr).toMatch(
    /^one measurement on one thread, dearest first: about [\d.]+ m?s\n[\d.]+ m?s, 1\/1: claim 26 \(statistics\) holds: /,
  );
});

it('the cost of a full run is told before it', async () => {
  const { collapse } = placeOf(small);
  const { code, stderr } = await collapse(
    'verify',
    '--only',
    '27',
    '--sampler',
    'statistics',
    '--scale',
    '0.02',
    '--full',
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^about [\d.]+ m?s of processor time; of this, the settings of a full run:\n {2}claim 27 \(statistics\): about .*\n.*holds: /,
  );
});

it('the claims listed, with what they cost, and what they are where a number is wrong', async () => {
  const { collapse } = placeOf(small);
  const { code, stdout, stderr } = await collapse('verify', '--list', '--only', '2,26');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [heading, ...rows] = stdout.trimEnd().split('\n');
  expect(heading).toMatch(/^claim +cost {2}samplers +what it says$/);
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatch(/^ {3}26 +[\d.]+ m?s {2}statistics, samples {2}.*λ/);
  const wrong = await collapse('verify', '--only', '9999,1,77');
  expect(wrong.code).toBe(2);
  const [first, second, ...others] = wrong.stderr.trimEnd().split('\n');
  expect(first).toBe('collapse: --only: there are no claims 9999, 77; the claims are');
  expect(second).toMatch(/^ {3}1 {2}Maximum-likelihood Gaussian fits conserve/);
  expect(others).toHaveLength(53);
});
