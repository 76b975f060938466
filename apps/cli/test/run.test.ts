/** Running, dry-running, failing and looking at what is there. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { makePlace, small, troublesome, workspace } from './collapse.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

function placeOf(experiment: object): ReturnType<typeof makePlace> {
  const place = makePlace(experiment);
  cleanUp.push(place.remove);
  return place;
}

it('computes what is missing, says so, and then that there is nothing to do', async () => {
  const { file, store, collapse } = placeOf(small);
  const dry = await collapse('run', file, '--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.stdout).toMatch(
    /^small: 6 cells \(2 settings\)\n {2}done {5}0\n {2}missing {2}6\nestimated: about /,
  );
  const many = await collapse('run', file, '--dry-run', '--seeds', '1', '--threads', '8');
  expect(many.stdout).toMatch(/ on one core, so [^;]* on 2; at most /);
  expect(existsSync(store)).toBe(false);

  const first = await collapse('run', file);
  expect(first).toMatchObject({ code: 0, stderr: 'small: 6 cells, 6 to compute on 1 worker\n' });
  expect(first.stdout).toMatch(/^6\/6 done, 6 of them now, in [\d.]+ m?s\nstore: .*\n$/);

  const extended = await collapse('run', file, '--seeds', '4', '--set', 'sizes.initial=20', '--json');
  expect(JSON.parse(extended.stdout)).toMatchObject({
    experiment: 'small',
    total: 8,
    done: 8,
    published: 2,
    left: 0,
    failed: [],
    exitCode: 0,
    store,
  });

  const again = await collapse('run', file);
  expect(again).toMatchObject({ code: 0, stderr: 'small: 6 cells, 6 done before, nothing to compute\n' });

  const status = await collapse('status', file, '--json');
  expect(JSON.parse(status.stdout)).toEqual({
    experiment: 'small',
    total: 6,
    done: 6,
    missing: 0,
    seconds: 0,
    failed: [],
    lostArtifacts: [],
    store,
  });
  const table = await collapse('status', file, '--seeds', '5');
  expect(table.stdout).toMatch(
    /^experiment {2}cells {2}done {2}failed {2}missing {2}estimated\nsmall {10}10 {5}8 {7}0 {8}2 {2}\d+ ms on one core\n$/,
  );
});

it('tells of lost pictures, with the command that makes them again', async () => {
  const { file, store, collapse } = placeOf({
    ...small,
    real: { kind: 'glyphs', side: 8 },
    family: { kind: 'kde', bandwidth: 0.1 },
    generations: 0,
    seeds: 1,
    observe: ['pictures'],
  });
  await collapse('run', file, '--executor', 'inline');
  rmSync(join(store, 'artifacts'), { recursive: true });
  const [text, json] = await Promise.all([collapse('status', file), collapse('status', file, '--json')]);
  const { lostArtifacts } = JSON.parse(json.stdout);
  expect(lostArtifacts).toEqual([
    expect.objectContaining({ seed: 1, setting: { 'workflow.kind': 'replace' }, t: 0, observer: 'pictures' }),
    expect.objectContaining({ seed: 1, setting: { 'workflow.kind': 'accumulate' }, t: 0 }),
  ]);
  const [replace, accumulate] = lostArtifacts;
  expect(text.stdout).toContain(
    `\n2 artifacts of 2 cells of small are missing or damaged:\n` +
      `  pictures, t = 0: workflow.kind=replace seed=1: ${replace.file}\n` +
      `  pictures, t = 0: workflow.kind=accumulate seed=1: ${accumulate.file}\n` +
      `  computed again by: npx collapse run ${file} --retry-artifacts\n`,
  );
  const again = await collapse('run', file, '--executor', 'inline', '--retry-artifacts', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ done: 2, published: 2 });
});

it('prints a failed cell with the command that runs it alone', async () => {
  const { directory, ...place } = placeOf({});
  const cure = join(directory, 'cure');
  writeFileSync(place.file, JSON.stringify(troublesome([{ tag: 1 }, { trouble: 'throw', cure }])));
  const failing = await place.collapse('run', place.file, '--set', 'sizes.initial=30', '--threads', '1');
  const command = /npx collapse (run .* --only-cell [0-9a-f]{12})/.exec(failing.stderr)?.[1];
  expect(failing.code).toBe(1);
  expect(failing.stderr).toBe(
    [
      'troublesome: 2 cells, 2 to compute on 1 worker',
      `failed (error): family.trouble=throw family.cure=${cure} seed=1`,
      '  Generation 0: the fit did not converge',
      `  alone again: npx collapse ${command}`,
      `try the failed ones again: npx collapse run ${place.file} --set sizes.initial=30 --retry-failed`,
      '',
    ].join('\n'),
  );
  expect(failing.stdout).toMatch(/^1\/2 done, 1 of them now, in .*, 1 failed\n/);

  const status = await place.collapse('status', place.file, '--set', 'sizes.initial=30');
  expect(status.code).toBe(1);
  expect(status.stdout).toContain(
    `\nfailed (error): family.trouble=throw family.cure=${cure} seed=1\n  Generation 0`,
  );

  const plain = await place.collapse('run', place.file, '--set', 'sizes.initial=30', '--json');
  expect(plain.code).toBe(1);
  expect(JSON.parse(plain.stdout).failed).toEqual([
    expect.objectContaining({
      seed: 1,
      kind: 'error',
      earlier: true,
      message: 'Generation 0: the fit did not converge',
    }),
  ]);

  writeFileSync(cure, '');
  const alone = await place.collapse(...(command as string).split(' '));
  expect(alone).toMatchObject({ code: 0 });
  expect(alone.stdout).toMatch(/^1\/1 done, 1 of them now/);
});

it.each(['threads', 'processes'])(
  'keeps what a family prints in %s off standard output',
  async (executor) => {
    const { file, collapse } = placeOf(troublesome([{ trouble: 'talk' }]));
    const { stdout, stderr } = await collapse('run', file, '--json', '--executor', executor, '--quiet');
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, done: 1 });
    expect(stderr).toBe('a family talks\n'.repeat(4));
  },
);

it('lists the experiments of the workspace', async () => {
  const { collapse } = placeOf(small);
  const rows = JSON.parse((await collapse('list', '--json')).stdout);
  expect(rows).toContainEqual(expect.objectContaining({ name: 'wright-fisher', done: 0 }));
});

const missing: Record<string, string> = {
  'ngram-wikitext':
    'real.folder: got "wikitext", expected a folder with wiki.train.tokens or wiki.train.raw or train.txt in it.',
  'opt-125m-wikitext': 'real.tokenizer.folder: got "opt-125m", expected a folder as Hugging Face saves it',
  'opt-wikitext': 'real.train: got "wikitext/wiki.valid.tokens", expected a file that can be read',
  'vae-nature':
    'real.folder: got "mnist", expected a folder with t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz in it.',
};
const brought = [
  'vae-nature/mnist',
  'ngram-wikitext/wikitext',
  'opt-125m-wikitext/opt-125m',
  'opt-wikitext/wikitext',
].filter((path) => existsSync(join(workspace, 'apps/experiments', path)));

it.each(['list', 'status'])(
  '%s tells what is missing of an experiment without its data, and of all others',
  async (command) => {
    const { collapse } = placeOf(small);
    const [text, json] = await Promise.all([collapse(command), collapse(command, '--json')]);
    expect([text.code, json.code]).toEqual([0, 0]);
    expect(text.stdout).toMatch(/^wright-fisher /m);
    const rows: { name?: string; problem?: string }[] = JSON.parse(json.stdout);
    const problems = rows.filter(({ problem }) => problem !== undefined);
    const absent = Object.entries(missing).filter(
      ([name]) => !brought.some((path) => path.startsWith(`${name}/`)),
    );
    expect(problems).toMatchObject(
      absent.map(([name, problem]) => ({ name, problem: expect.stringContaining(problem) })),
    );
    for (const { name, problem } of problems)
      expect(text.stdout).toContain(`${name} cannot be run as it is: ${problem}`);
  },
);

it('fails without the data that a user brings, or skips where it runs among many', async () => {
  const { file, run, collapse } = placeOf({ ...small, real: { kind: 'idx', folder: 'none' } });
  const problem =
    'real.folder: got "none", expected a folder with train-images-idx3-ubyte or train-images-idx3-ubyte.gz in it. ' +
    'Put the files there, or name a folder that has them: --set real.folder=/path/to/it.';
  const alone = await collapse('run', file);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain(problem);
  process.env.COLLAPSE_ABSENT_DATA = 'skip';
  const among = run('run', file);
  delete process.env.COLLAPSE_ABSENT_DATA;
  const { code, stdout } = await among.ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^skipped: /);
  expect(stdout).toContain(problem);
});

it('tells of a store that cannot be written', async () => {
  const { directory, file, collapse } = placeOf(small);
  const blocked = join(directory, 'blocked');
  writeFileSync(blocked, '');
  const { code, stderr } = await collapse('run', file, '--store', join(blocked, 'store'));
  expect(code).toBe(74);
  expect(stderr).toContain(join(blocked, 'store'));
  expect(stderr).not.toContain('    at ');
});
