// The example of the README is run as a reader would run it, and prints what the README says.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${folder}/README.md`, 'utf8');

function block(language: string): string {
  const found = readme.match(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``));
  if (found === null) throw new Error(`README.md: got no block of ${language}, expected one.`);
  return found[1];
}

it('the example of the README prints what it says', () => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', block('js')], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(printed).toBe(block('text'));
});
