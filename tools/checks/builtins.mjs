/** Numerical code uses only arithmetic that gives the same bits in every engine, and no ambient randomness or clock. */
import { portable, portableMath } from './rules.mjs';
import { codeOnly, lineAt } from './source-text.mjs';

const mathMember = /\bMath\s*(?:\?\.|\.)\s*(\w+)/g;
const otherUses = [
  [/\*\*/g, '`**` gives other bits in other engines; multiply, or use pow of @collapse-lab/math'],
  [/\bMath\s*\[/g, 'Math[…] hides which function is used; name it'],
  [/\{[^{}]*\}\s*=\s*Math\b/g, 'destructuring Math hides which function is used; write Math.name'],
];
const ambient = [[/\bDate\s*[.(]/g, 'results must not depend on the clock']];

function matches(pattern, code, message) {
  return [...code.matchAll(pattern)].map((match) => ({ index: match.index, message }));
}

function forbiddenMath(code) {
  return [...code.matchAll(mathMember)]
    .filter((match) => !portableMath.has(match[1]))
    .map((match) => {
      const instead =
        match[1] === 'random'
          ? 'take a Stream as an argument'
          : 'use the portable function of @collapse-lab/math';
      return { index: match.index, message: `Math.${match[1]} is not portable; ${instead}` };
    });
}

/** Problems of one source file of package `name`, each `file:line message`. */
export function checkBuiltins(name, file, source) {
  const code = codeOnly(source);
  const rules = portable.includes(name) ? [...otherUses, ...ambient] : otherUses;
  return [
    ...forbiddenMath(code),
    ...rules.flatMap(([pattern, message]) => matches(pattern, code, message)),
  ].map(({ index, message }) => `${file}:${lineAt(code, index)} ${message}`);
}
