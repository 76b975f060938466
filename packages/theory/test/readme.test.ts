/** The example of the README runs and prints what it says. */
import { readFileSync } from 'node:fs';
import * as models from '@collapse-lab/models';
import * as theory from '@collapse-lab/theory';
import { expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme)![1];
}

const modules: Record<string, object> = { '@collapse-lab/theory': theory, '@collapse-lab/models': models };

function run(source: string): string[] {
  const lines: string[] = [];
  const body = source.replace(/^import (\{.*\}) from '(.*)';$/gm, "const $1 = modules['$2'];");
  const console = { log: (...words: unknown[]) => lines.push(words.join(' ')) };
  new Function('modules', 'console', body)(modules, console);
  return lines.join('\n').split('\n');
}

it('the example of the README prints what it says', () => {
  const printed = run(block('js'));
  const promised = block('text').trimEnd().split('\n');
  for (const line of promised) if (line !== '…') expect(printed).toContain(line);
  expect(printed.slice(0, 4)).toEqual(promised.slice(0, 4));
});
