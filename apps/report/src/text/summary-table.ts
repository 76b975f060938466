/**
 * The curves as a tidy CSV (RFC 4180): one row per setting, metric and generation, seven digits, for plots of one's own. A metric that is 0
 * or 1 has a mean, the share of lineages, and no quantiles.
 */
import type { ReportData } from '../data/report-data.ts';
import { isShare } from '../data/shares.ts';

const columns = 'setting,label,metric,t,lineages,not_finite,median,q05,q95,mean,geometric_mean,se_mean';

export function summaryTable({ settings, curves }: ReportData): string {
  const labels = new Map(
    settings.map((setting) => [setting.index, field(setting.label.replaceAll('\u00a0', ' '))]),
  );
  const rows = curves.flatMap((curve) =>
    curve.points.map((point) => {
      const { t, n, nonFinite, median, low, high, mean, geometricMean, standardError } = point;
      const quantiles = isShare(curve.metric) ? ['', '', ''] : [median, low, high].map(short);
      const numbers = [mean, geometricMean, standardError.mean].map(short);
      return [
        curve.setting,
        labels.get(curve.setting),
        curve.metric,
        t,
        n,
        nonFinite,
        ...quantiles,
        ...numbers,
      ].join(',');
    }),
  );
  return `${[columns, ...rows].join('\n')}\n`;
}

const short = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(7)) : value);

function field(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
