/** What a user is told who mistypes: whole messages, and exit code 2. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { makePlace, small } from './collapse.ts';

const place = makePlace(small);
afterAll(() => place.remove());

const experimentExpected =
  'expected a folder under apps/experiments, a YAML file, or a folder with an experiment.yaml.';

it.each([
  {
    what: 'an unknown command',
    options: ['rnu'],
    message: "collapse: unknown command 'rnu'\n(Did you mean run?)\n(collapse --help lists what there is)\n",
  },
  {
    what: 'no experiment',
    options: ['run'],
    message: "collapse: missing required argument 'experiment'\n(collapse run --help lists the options)\n",
  },
  {
    what: 'an unknown option',
    options: ['run', 'small', '--thread', '2'],
    message:
      "collapse: unknown option '--thread'\n(Did you mean --threads?)\n(collapse run --help lists the options)\n",
  },
  {
    what: 'two changes after one --set',
    options: ['run', 'small', '--set', 'generations=2', 'seeds=1'],
    message:
      "collapse: too many arguments for 'run'. Expected 1 argument but got 2. Each key=value needs a --set of its own.\n" +
      '(collapse run --help lists the options)\n',
  },
  {
    what: 'threads that are no number',
    options: ['run', 'small', '--threads', 'two'],
    message:
      "collapse: option '--threads <n>' argument 'two' is invalid. Expected a positive integer.\n(collapse run --help lists the options)\n",
  },
  {
    what: 'an unknown executor',
    options: ['run', 'small', '--executor', 'thread'],
    message:
      "collapse: option '--executor <name>' argument 'thread' is invalid. Allowed choices are threads, processes, inline.\n(collapse run --help lists the options)\n",
  },
  {
    what: 'a misspelt experiment',
    options: ['run', 'wright-fischer'],
    message: `collapse: experiment: got "wright-fischer", ${experimentExpected} Did you mean wright-fisher?\n`,
  },
  {
    what: 'an impossible part',
    options: ['run', place.file, '--part', '4/3'],
    message: 'collapse: part: got "4/3", expected i/n with 1 ≤ i ≤ n, such as 1/3.\n',
  },
  {
    what: 'an assignment without a value',
    options: ['run', place.file, '--set', 'sizes.new'],
    message: 'collapse: --set: got "sizes.new", expected key=value, such as sizes.new=50.\n',
  },
  {
    what: 'an unknown cell',
    options: ['run', place.file, '--only-cell', 'xyz'],
    message:
      'collapse: --only-cell: got "xyz", expected the first digits of the key of a cell of small. Options that change the cells (--seeds, --generations, --set) must be given as they were when the cell failed.\n',
  },
  {
    what: 'a report of nothing',
    options: ['report', place.file],
    message: `collapse: nothing of small is in ${place.store} yet. Run it first: npx collapse run ${place.file}\n`,
  },
  {
    what: 'a claim that does not exist',
    options: ['verify', '--only', 'one'],
    message:
      "collapse: option '--only <ids>' argument 'one' is invalid. Expected numbers of claims, such as 1,2,15.\n(collapse verify --help lists the options)\n",
  },
])('$what', async ({ options, message }) => {
  const { code, stdout, stderr } = await place.collapse(...options);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: message });
});

it('a wrong experiment file, with every problem', async () => {
  const { code, stdout, stderr } = await place.collapse(
    'run',
    place.file,
    '--set',
    'sizes.nwe=3',
    '--set',
    'generations=-1',
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('2 problems');
  expect(stderr).toContain('sizes.nwe');
  expect(stderr).toContain('Did you mean "new"?');
  expect(stderr).toContain('generations');
  expect(stderr).not.toContain(' at ');
});

it('--help names the commands and the exit codes', async () => {
  const { code, stdout } = await place.collapse('--help');
  expect(code).toBe(0);
  for (const text of [
    'run|sweep',
    'status',
    'report',
    'verify',
    'start',
    'list',
    'compact',
    'export',
    '74 ',
    '75 ',
  ])
    expect(stdout).toContain(text);
});

it('--version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(await place.collapse('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
});

it('a family module that ends the process while it is loaded', async () => {
  const module = join(place.directory, 'leaving.mjs');
  const file = join(place.directory, 'leaving.yaml');
  writeFileSync(module, 'process.exit(0);\n');
  writeFileSync(file, JSON.stringify({ ...small, family: { module: './leaving.mjs' } }));
  const { code, stdout, stderr } = await place.collapse('run', file);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    `collapse: ${file}: one problem\n` +
      '  line 1, family.module: got "./leaving.mjs", expected a module with a model family as default export: ' +
      `${module}: could not be loaded: Error: it calls process.exit(0) while it is loaded.\n`,
  );
});

it.skipIf(!existsSync('/dev/full'))('a standard output that is full', () => {
  const program = fileURLToPath(new URL('../bin/collapse.js', import.meta.url));
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [program, '--help'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect({ status, stderr }).toEqual({
    status: 74,
    stderr:
      'collapse: standard output cannot be written: ENOSPC: no space left on device, write. What was stored is kept.\n',
  });
});

it('a signal before the run has begun ends it as the shell knows it, and nothing is stored', async () => {
  const { child, ended } = place.run('run', place.file);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: null, signal: 'SIGINT', stdout: '' });
  expect(existsSync(place.store)).toBe(false);
});
