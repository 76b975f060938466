import { describe, expect, it } from 'vitest';
import { checkBuiltins } from '../checks/builtins.mjs';
import { checkImports } from '../checks/imports.mjs';
import { checkLock } from '../checks/lock.mjs';

describe('import direction', () => {
  const check = (name: string, source: string) => checkImports(name, 'a.ts', source);

  it('refuses an import against the arrows, on its line', () => {
    expect(check('math', "const a = 1;\nimport { x } from '@collapse-lab/models';\n")).toEqual([
      'a.ts:2 math may not import @collapse-lab/models; allowed: none of our packages',
    ]);
  });

  it('sees dynamic, multi-line and side-effect imports, and re-exports', () => {
    expect(check('models', "await import('@collapse-lab/sweep')")).toHaveLength(1);
    expect(check('models', "import {\n  a,\n  b,\n} from '@collapse-lab/process';")).toHaveLength(1);
    expect(check('models', "import '@collapse-lab/theory';")).toHaveLength(1);
    expect(check('models', "export { a } from '@collapse-lab/theory';")).toHaveLength(1);
  });

  it('allows the arrows and refuses reaching inside', () => {
    expect(check('process', "import { Stream } from '@collapse-lab/math';")).toEqual([]);
    expect(check('process', "import { f } from '@collapse-lab/models/testing';")).toEqual([]);
    expect(check('process', "import { f } from '@collapse-lab/models/dist/gaussian.js';")).toHaveLength(1);
    expect(check('sweep', "import { f } from '../../packages/math/src/a.ts';")).toHaveLength(1);
  });

  it('keeps Node out of portable packages only', () => {
    expect(check('theory', "import { readFileSync } from 'node:fs';")).toHaveLength(1);
    expect(check('sweep', "import { readFileSync } from 'node:fs';")).toEqual([]);
  });
});

describe('forbidden built-ins', () => {
  const check = (source: string, name = 'math') => checkBuiltins(name, 'a.ts', source);

  it.each([
    'Math.exp(x)',
    'Math?.log(x)',
    'Math . pow(x, 2)',
    'x ** 2',
    "Math['exp'](x)",
    'const { sin } = Math;',
  ])('refuses %s', (source) => {
    expect(check(source)).toHaveLength(1);
  });

  it('says what to use instead', () => {
    expect(check('\nMath.random()')).toEqual([
      'a.ts:2 Math.random is not portable; take a Stream as an argument',
    ]);
    expect(check('Math.exp(1)')).toEqual([
      'a.ts:1 Math.exp is not portable; use the portable function of @collapse-lab/math',
    ]);
  });

  it('reads code only: not comments, strings or template text, but the code inside a template', () => {
    expect(check("// Math.exp\n/* x ** 2 */ 'Math.log' + `Math.sin ${1}`")).toEqual([]);
    expect(check('`a ${Math.sin(x)} b`')).toHaveLength(1);
  });

  it('allows exact functions, and the clock outside portable packages', () => {
    expect(check('Math.sqrt(Math.abs(x)) + Math.PI')).toEqual([]);
    expect(check('Date.now()')).toHaveLength(1);
    expect(check('new Date().toISOString()', 'sweep')).toEqual([]);
  });
});

describe('lock file', () => {
  it('needs an entry for every optional dependency, nested or hoisted', () => {
    const packages = {
      'node_modules/a': { optionalDependencies: { x: '1', y: '1' } },
      'node_modules/a/node_modules/x': {},
    };
    expect(checkLock({ packages })).toEqual([
      'package-lock.json lacks y, an optional dependency of node_modules/a; pin a complete version',
    ]);
    expect(checkLock({ packages: { ...packages, 'node_modules/y': {} } })).toEqual([]);
  });

  it('refuses private download hosts', () => {
    const packages = { 'node_modules/a': { resolved: 'https://mirror.example/a.tgz' } };
    expect(checkLock({ packages })).toHaveLength(1);
  });
});
