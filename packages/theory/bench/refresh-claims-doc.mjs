/**
 * Writes a run into docs/claims.md: source, setting, note, the `Result` lines and the table of each claim. What was compared
 * and what paper and code say, and what a full run showed, is prose that stays; a new claim needs a section with those two lines first. Run it when a law
 * version, a seed or a claim changes (minutes; with numbers, only those claims; with 0, the list of claims alone).
 *
 *     node packages/theory/bench/refresh-claims-doc.mjs [ids]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { claims, measureClaim } from '@collapse-lab/theory';

const path = new URL('../../../docs/claims.md', import.meta.url);
const only = process.argv[2]?.split(',').map(Number);
const digits = (x) => (x === 0 ? '0' : String(Number(x.toPrecision(5))));

/** How far a check is off, in the direction that counts. */
function deviation({ tolerance, z }) {
  if (tolerance.startsWith('z ≤')) return Math.max(0, z);
  return tolerance.startsWith('z ≥') ? Math.max(0, -z) : Math.abs(z);
}

const isOrdering = (tolerance) => tolerance.startsWith('95 %');

function resultLine({ sampler, holds, checks }) {
  const inErrors = checks.filter(
    ({ tolerance }) => !tolerance.startsWith('within') && !isOrdering(tolerance),
  );
  const worst = Math.max(...inErrors.map(deviation)).toFixed(2);
  const least = Math.min(
    ...checks.filter(({ tolerance }) => isOrdering(tolerance)).map(({ z }) => z),
  ).toFixed(2);
  const count = `${checks.length} check${checks.length === 1 ? '' : 's'}`;
  const figure = inErrors.length > 0 ? `largest |z| ${worst}` : `smallest z of an ordering ${least}`;
  return `- Result, \`${sampler}\`: ${holds ? 'holds' : 'does not hold'}; ${count}, ${figure}`;
}

function table({ sampler, checks }) {
  const rows = checks.map(({ what, tolerance, expected, measured, standardError, z }) => {
    const bound = isOrdering(tolerance)
      ? '> '
      : tolerance.startsWith('z ≤')
        ? '≤ '
        : tolerance.startsWith('z ≥')
          ? '≥ '
          : '';
    const cells = [what.replaceAll('|', '\\|'), bound + digits(expected), digits(measured)];
    return `| ${[...cells, standardError.toPrecision(2), z.toFixed(2)].join(' | ')} |`;
  });
  return [`| \`${sampler}\` | expected | measured | SE | z |`, '|---|---|---|---|---|', ...rows];
}

function refresh(section) {
  const id = Number(/^(\d+)\./.exec(section)?.[1]);
  const claim = claims.find((candidate) => candidate.id === id);
  if (claim === undefined) throw new Error(`docs/claims.md has a section ${id}, and there is no such claim`);
  if (only !== undefined && !only.includes(id)) return section;
  const prose = (name) => section.split('\n').filter((line) => line.startsWith(`- ${name}: `));
  const results = claim.samplers.map((sampler) => measureClaim(id, { sampler }));
  const lines = [
    `${id}. ${claim.name}`,
    '',
    `- Source: ${claim.source}`,
    `- Setting: ${claim.setting}`,
    ...prose('Compared'),
    ...(claim.correction === undefined ? [] : [`- Note: ${claim.correction}`]),
    ...prose('Paper and released code'),
    ...results.map(resultLine),
    ...prose('Full run'),
    '',
    ...table(results[0]),
  ];
  return `${lines.join('\n')}\n`;
}

/** GitHub's name for a heading. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');

/** The list of claims at the end of the introduction, from what their sections say. */
function contents(sections) {
  const rows = sections.map((section) => {
    const [, heading, id, name] = /^## ((\d+)\. (.*))$/m.exec(section);
    const source = /^- Source: (.*)$/m.exec(section)[1];
    const results = section.match(/^- Result, .*$/gm);
    const holds = results.every((line) => line.includes(': holds;')) ? 'yes' : 'no';
    const cells = [id, `[${name.replace(/[[\]]/g, '\\$&')}](#${anchor(heading)})`, source, holds];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['## The claims', '', '| | claim | source | holds |', '|---|---|---|---|', ...rows, '', ''].join(
    '\n',
  );
}

const [introduction, ...sections] = readFileSync(path, 'utf8').split(/^## (?=\d)/m);
const missing = claims.filter(({ id }) => !sections.some((section) => section.startsWith(`${id}. `)));
if (missing.length > 0)
  throw new Error(`docs/claims.md has no section ${missing.map(({ id }) => id).join(', ')}`);
const refreshed = sections.map((section) => `## ${refresh(section)}`);
writeFileSync(
  path,
  [introduction.replace(/^## The claims$[\s\S]*/m, ''), contents(refreshed), ...refreshed]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n'),
);
