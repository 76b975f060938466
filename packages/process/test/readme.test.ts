import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { observers } from '@collapse-lab/process';
import { expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The first fenced block of a language. */
function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(readme)![1];
}

it('the example in the README prints what it says', () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', block('js')], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  expect(output).toBe(block('text'));
});

it('the README lists every observer with all of its metrics', () => {
  for (const { name, metrics } of Object.values(observers)) {
    // A workflow may have the name of an observer.
    const rows = readme.split('\n').filter((line) => line.startsWith(`| \`${name}\``));
    expect(rows.join('\n')).toContain(
      Object.keys(metrics)
        .map((metric) => `\`${metric}\``)
        .join(', '),
    );
  }
});
