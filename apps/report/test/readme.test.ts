import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${folder}/README.md`, 'utf8');

function block(language: string): string {
  const match = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme);
  if (match === null) throw new Error(`README.md has no block of ${language}`);
  return match[1];
}

describe('README', () => {
  it('shows a program and what it prints', () => {
    const program = ['--input-type=module', '--eval', block('js')];
    expect(execFileSync(process.execPath, program, { cwd: folder, encoding: 'utf8' })).toBe(block('text'));
  });
});
