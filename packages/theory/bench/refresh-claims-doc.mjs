/**
 * Writes the results of a full run into docs/claims.md: the `Result` lines and the table of each claim. The prose stays.
 * Run it when a law version, a seed or a claim changes (about a minute).
 *
 *     node packages/theory/bench/refresh-claims-doc.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { claims, measureClaim } from '@collapse-lab/theory';

const path = new URL('../../../docs/claims.md', import.meta.url);
const digits = (x) => (x === 0 ? '0' : String(Number(x.toPrecision(5))));

function resultLine({ sampler, holds, checks }) {
  const worst = Math.max(...checks.map(({ z }) => Math.abs(z))).toFixed(2);
  const count = `${checks.length} check${checks.length === 1 ? '' : 's'}`;
  return `- Result, \`${sampler}\`: ${holds ? 'holds' : 'does not hold'}; ${count}, largest |z| ${worst}`;
}

function table({ sampler, checks }) {
  const rows = checks.map(({ what, expected, measured, standardError, z }) => {
    const cells = [what.replaceAll('|', '\\|'), digits(expected), digits(measured)];
    return `| ${[...cells, standardError.toPrecision(2), z.toFixed(2)].join(' | ')} |`;
  });
  return [`| \`${sampler}\` | expected | measured | SE | z |`, '|---|---|---|---|---|', ...rows];
}

function refresh(section) {
  const id = Number(/^(\d+)\./.exec(section)?.[1]);
  const claim = claims.find((candidate) => candidate.id === id);
  if (claim === undefined) throw new Error(`docs/claims.md has a section ${id}, and there is no such claim`);
  const results = claim.samplers.map((sampler) => measureClaim(id, { sampler }));
  const prose = section.split('\n').filter((line) => !/^(- Result, |\|)/.test(line));
  return `${[prose.join('\n').trimEnd(), ...results.map(resultLine), '', ...table(results[0])].join('\n')}\n`;
}

const [introduction, ...sections] = readFileSync(path, 'utf8').split(/^## (?=\d)/m);
writeFileSync(
  path,
  [introduction, ...sections.map((section) => `## ${refresh(section)}`)]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n'),
);
