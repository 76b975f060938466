/** Import direction: nothing imports against the arrows, reaches into another package, or pulls Node into portable ones. */
import { arrows, portable } from './rules.mjs';
import { lineAt } from './source-text.mjs';

const importOf =
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

/** Entries of a package beside its index that others may import. */
const openEntries = ['/testing', '/node', '/package.json'];

/** The part of a portable package that adapts it to Node, behind its own entry. */
const nodeSource = /[\\/]src[\\/]node[\\/]/;

function problemWith(name, file, specifier) {
  const ours = /^@collapse-lab\/([^/]+)(\/.*)?$/.exec(specifier);
  if (ours && !arrows[name].includes(ours[1])) {
    return `${name} may not import ${specifier}; allowed: ${arrows[name].join(', ') || 'none of our packages'}`;
  }
  if (ours?.[2] && !openEntries.includes(ours[2])) {
    return `${specifier} reaches into another package; import its index`;
  }
  if (portable.includes(name) && !nodeSource.test(file) && specifier.startsWith('node:')) {
    return `${name} runs in a browser too and may not import ${specifier}; take bytes through an argument`;
  }
  if (/^(\.\.\/)+(packages|apps)\//.test(specifier))
    return `${specifier} crosses packages by path; import by name`;
  return undefined;
}

/** Problems of one source file of package `name`, each `file:line message`. */
export function checkImports(name, file, source) {
  return [...source.matchAll(importOf)].flatMap((match) => {
    const problem = problemWith(name, file, match[1] ?? match[2] ?? match[3]);
    return problem ? [`${file}:${lineAt(source, match.index + 1)} ${problem}`] : [];
  });
}
