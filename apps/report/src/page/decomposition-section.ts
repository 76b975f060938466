/** Which source of error causes what: figures and tables. */
import { type EffectPoint, type ErrorStatement, whatWouldTell } from '@collapse-lab/process';
import type { FactorialDecomposition } from '@collapse-lab/sweep';
import { formatNumber } from '../text/number.ts';
import type { Column } from './html.ts';
import { paragraph, table } from './html.ts';

/** The last generation of one factorial: shares, errors alone, and interactions whose limits leave out zero. */
export function decompositionTable(found: FactorialDecomposition, label: string): string {
  const { contributions, effects, none, all } = found.decomposition;
  const last = none.length - 1;
  const columns: Column[] = [
    { title: 'Part of the distance' },
    { title: `t = ${none[0].t}` },
    { title: 'limits' },
    { title: `t = ${none[last].t}` },
    { title: 'limits' },
  ];
  const row = (name: string, points: readonly EffectPoint[]): string[] => [
    name,
    ...cells(points[0]),
    ...cells(points[last]),
  ];
  const apart = (points: readonly EffectPoint[]): boolean => points[last].low > 0 || points[last].high < 0;
  const rows = [
    row('no error', none),
    row('all errors', all),
    ...contributions.map(({ source, points }) => row(`share of ${source}`, points)),
    ...effects.flatMap(({ sources, points }) => {
      if (sources.length === 1) return [row(`${sources[0]} alone`, points)];
      return apart(points) ? [row(`${sources.join(' + ')} together`, points)] : [];
    }),
  ];
  const note =
    'Shares (Shapley values) add up to the difference of the first two rows. Alone: that error and no other. Together: what the ' +
    'errors do beyond what their subsets do, where its limits at the end leave out zero (one in twenty by chance). A large sample stands for an infinite ' +
    'one: its own error is the first row.';
  return (
    table(`Sources of error${label === '' ? '' : `: ${label}`}`, columns, rows) +
    paragraph(note, 'note') +
    found.statements.map((each) => paragraph(inWords(each), 'note')).join('')
  );
}

/** `“…” (Shumailov et al. 2024): holds. Why.` */
function inWords({ statement, verdict, reason, ...needs }: ErrorStatement): string {
  return `“${statement}” (Shumailov et al. 2024): ${verdict}. ${reason} ${whatWouldTell(needs)}`.trimEnd();
}

function cells({ estimate, low, high }: EffectPoint): string[] {
  return [formatNumber(estimate), Number.isNaN(low) ? '' : `${formatNumber(low)} to ${formatNumber(high)}`];
}
