/** Checks one project folder: import direction and forbidden built-ins; for `tools`, the lock file. Exit 1 on problems. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkBuiltins } from './builtins.mjs';
import { checkImports } from './imports.mjs';
import { checkLock } from './lock.mjs';
import { arrows } from './rules.mjs';

function sourcesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function checkSources(root, name) {
  return sourcesBelow(join(root, 'src')).flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    // Charts and printing may use any arithmetic: what they draw is compared as text, not stored as a result.
    const numerical = name !== 'report' && name !== 'cli';
    return [...checkImports(name, file, source), ...(numerical ? checkBuiltins(name, file, source) : [])];
  });
}

const root = process.argv[2];
const name = basename(root);
const problems =
  name in arrows
    ? checkSources(root, name)
    : checkLock(JSON.parse(readFileSync('package-lock.json', 'utf8')));
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
