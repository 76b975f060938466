import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Family, ModelDefinition, Points } from '@collapse-lab/models';
import { describeFamily } from '@collapse-lab/models/testing';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${folder}/README.md`, 'utf8');

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text,
  );
}

describe('README', () => {
  it('shows three programs and what they print', () => {
    const printed = blocks('js').map((program) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
        cwd: folder,
        encoding: 'utf8',
      }),
    );
    expect(printed).toHaveLength(3);
    expect(printed).toEqual(blocks('text'));
  });
});

/** Below this package, as the README asks: where Node finds what the module imports. */
async function ownFamily(): Promise<Family<{ mean: number }, Points>> {
  const place = mkdtempSync(join(folder, 'test', 'own-family-'));
  try {
    const file = join(place, 'waiting-times.mjs');
    writeFileSync(file, blocks('mjs')[0]);
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      default: ModelDefinition;
    };
    const resolved = module.default.resolve({});
    if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
    return module.default.create(resolved.options, { kind: 'points', d: 1 });
  } finally {
    rmSync(place, { recursive: true });
  }
}

const own = await ownFamily();

// False alarms: those of the contract suite.
describeFamily({ describe, it }, () => ({
  name: 'the family of the README',
  family: own,
  model: { mean: 2 },
  parameters: ({ mean }: { mean: number }) => [mean],
  moments: { of: (data: Points) => data.values, expected: [2] },
}));
