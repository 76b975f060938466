/** `collapse profile`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePlace, small } from './collapse.ts';

const place = makePlace({
  ...small,
  generations: 60,
  seeds: 40,
  observe: ['gaussian-moments', 'gaussian-tails', 'distances'],
});
beforeAll(async () => {
  await place.collapse('run', place.file, '--executor', 'inline');
});
afterAll(() => place.remove());

it('a row of verdicts for each setting, and why', async () => {
  const { code, stdout, stderr } = await place.collapse('profile', place.file);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(/^setting +lineages +t +1 +2 +3 +4 +5 +6 +7 +8$/);
  // Twenty points, sixty generations: log S has fallen by 6 under replace.
  expect(lines[1]).toMatch(/^replace +40 +60 +\S+ +yes +\S+ +yes +- +- +yes +-$/);
  expect(lines[2]).toMatch(/^accumulate +40 +60 +no +\S+ +\S+ +no +- +- +no +-$/);
  expect(stdout).toContain('1 catastrophic increase of population risk\n');
  expect(stdout).toContain(
    'is wrong in at most 5 % of profiles. 1, 2, 3 and 5 are judged by squaredW2; --risk names another.\n',
  );
  expect(stdout).toMatch(
    / {2}4 collapsing variance or diversity: happened\. At t = 60, \d+ of 40 lineages have less than 5 % of the spread/,
  );
  expect(stdout).toMatch(/\n {2}first fell below 5 % +metric +in lineages/);
  expect(stdout).toMatch(/ {2}variance +variance +\d+ of 40 +\d+ +\d+ to \d+\n/);
});

it('JSON, with a threshold and a metric of one’s own', async () => {
  const { code, stdout } = await place.collapse(
    'profile',
    place.file,
    '--json',
    '--threshold',
    'share=0.2',
    '--risk',
    'meanError',
  );
  expect(code).toBe(0);
  const [replace, accumulate] = JSON.parse(stdout);
  expect(replace.values).toEqual({ 'workflow.kind': 'replace' });
  expect(replace.profile).toMatchObject({ lineages: 40, generations: 60, thresholds: { share: 0.2 } });
  expect(replace.profile.verdicts).toHaveLength(8);
  expect(replace.profile.verdicts[0].metric).toBe('meanError');
  expect(accumulate.losses.map(({ name }: { name: string }) => name)).toEqual([
    'tails beyond 1 %',
    'tails beyond 0.1 %',
    'variance',
  ]);
});

it.each([
  {
    what: 'a threshold that does not exist',
    options: ['--threshold', 'catastrofic=3'],
    message:
      'collapse: --threshold: got "catastrofic=3", expected name=value, such as catastrophic=3. Did you mean catastrophic?\n',
  },
  {
    what: 'a risk of which more is better',
    options: ['--risk', 'variance'],
    message:
      'collapse: --risk: got "variance", expected a risk that this experiment observes, less for a better model and 0 at best: ' +
      'squaredW2, klFromReal, meanError, kl, meanDistance, standardDeviationError.\n',
  },
  {
    what: 'a threshold that is no number',
    options: ['--threshold', 'share=half'],
    message: 'collapse: --threshold: got "share=half", expected a number, such as share=0.05.\n',
  },
  {
    what: 'a threshold outside its domain',
    options: ['--threshold', 'share=2'],
    message: 'collapse: options.share: got 2, expected a number between 0 and 1.\n',
  },
])('$what', async ({ options, message }) => {
  const { code, stderr } = await place.collapse('profile', place.file, ...options);
  expect({ code, stderr }).toEqual({ code: 2, stderr: message });
});

it('nothing stored', async () => {
  const { code, stderr } = await place.collapse('profile', place.file, '--set', 'sizes.initial=7');
  expect(code).toBe(2);
  const asked = `${place.file} --set sizes.initial=7`;
  expect(stderr).toBe(
    `collapse: nothing of small with these options is in ${place.store} yet; its last run had no such options. ` +
      `For what that stored: npx collapse profile ${place.file}. For what is asked for: npx collapse run ${asked}\n`,
  );
});

it('one line where nothing can be told', async () => {
  await place.collapse('run', place.file, '--seeds', '1', '--set', 'sizes.new=30', '--executor', 'inline');
  const { stdout } = await place.collapse('profile', place.file, '--seeds', '1', '--set', 'sizes.new=30');
  expect(stdout.split('\n')[0]).toBe(
    'None of the eight definitions of model collapse can be told of any of 2 settings (1 lineage at most).',
  );
});
