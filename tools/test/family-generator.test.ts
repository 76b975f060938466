import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import family from '../generators/family.mjs';

const registry = 'packages/models/src/families.ts';
const index = 'packages/models/src/index.ts';

function treeOf(files: Record<string, string>) {
  return {
    exists: (path: string) => Object.keys(files).some((file) => file.startsWith(`${path}/`)),
    read: (path: string) => files[path],
    write: (path: string, content: string) => {
      files[path] = content;
    },
  };
}

const actual = () => ({ [registry]: readFileSync(registry, 'utf8'), [index]: readFileSync(index, 'utf8') });

describe('family generator', () => {
  it('writes the family and its contract test, and registers it under its name in the files as they are', () => {
    const files: Record<string, string> = actual();
    family(treeOf(files), { name: 'log-normal' });
    expect(files['packages/models/src/log-normal/log-normal.ts']).toContain("const name = 'log-normal';");
    expect(files['packages/models/test/log-normal/contract.test.ts']).toContain('describeFamily(');
    expect(files[registry]).toContain("import { logNormal } from './log-normal/log-normal.ts';\n");
    expect(files[registry]).toContain("  'log-normal': logNormal,\n});");
    expect(files[index]).toContain('export { logNormal, type LogNormalModel, type LogNormalOptions }');
  });

  it('never overwrites a family', () => {
    const files = { ...actual(), 'packages/models/src/gaussian/gaussian.ts': '' };
    expect(() => family(treeOf(files), { name: 'gaussian' })).toThrow(
      'packages/models/src/gaussian exists already; choose another name',
    );
  });
});
