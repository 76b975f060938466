/**
 * Packs every package, installs the tarballs into an empty project outside the workspace, and uses them there as a
 * user would: each README's first example runs as plain JavaScript and compiles as TypeScript.
 * Run after a build: `npx nx try-packages tools`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folders = [
  'packages/math',
  'packages/tensor',
  'packages/models',
  'packages/process',
  'packages/theory',
  'packages/sweep',
  'apps/report',
  'apps/cli',
];

function run(cwd, command, ...args) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The first fenced js, ts or javascript block of a README, if it has one. */
function firstExample(folder) {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  return /```(?:js|javascript|ts|typescript)\n([\s\S]*?)```/.exec(readme)?.[1];
}

function install(scratch) {
  for (const folder of folders) run(folder, 'npm', 'pack', '--silent', '--pack-destination', scratch);
  writeFileSync(join(scratch, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const tarballs = readdirSync(scratch).filter((name) => name.endsWith('.tgz'));
  run(
    scratch,
    'npm',
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    ...tarballs.map((name) => `./${name}`),
  );
}

const strict = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [resolve('node_modules/@types')],
  },
  include: ['*.ts'],
};

function tryExamples(scratch) {
  const examples = join(scratch, 'examples');
  mkdirSync(examples);
  writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify(strict));
  for (const folder of folders) {
    const example = firstExample(folder);
    if (!example) continue;
    const name = folder.split('/')[1];
    writeFileSync(join(examples, `${name}.mjs`), example);
    writeFileSync(join(examples, `${name}.ts`), example);
    run(examples, 'node', `${name}.mjs`);
    console.log(`${name}: its README's example runs`);
  }
  run(examples, process.execPath, resolve('node_modules/typescript/bin/tsc'), '-p', '.');
  console.log('all examples compile as TypeScript');
  run(scratch, 'npx', '--no-install', 'collapse', '--version');
  console.log('the collapse command starts');
}

const scratch = mkdtempSync(join(tmpdir(), 'collapse-lab-'));
try {
  install(scratch);
  tryExamples(scratch);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
