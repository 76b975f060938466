/** From report data to the files of the report. Pure: the same data give the same text. */
import type { Figure } from './charts/figure.ts';
import { reportFigures } from './charts/figures.ts';
import type { ReportData } from './data/report-data.ts';
import { thinned } from './data/thin.ts';
import { page } from './page/page.ts';
import { sentencesOf } from './text/sentences.ts';

export interface RenderedReport {
  readonly html: string;
  readonly figures: readonly Figure[];
  readonly sentences: readonly string[];
}

export function renderReport(data: ReportData): RenderedReport {
  const drawn = thinned(data);
  const sentences = sentencesOf(data);
  const { metrics, ...others } = reportFigures(drawn);
  const { densities, pictures, histograms, losses, survival, errors } = others;
  const html = page({ data: drawn, sentences, metrics, ...others });
  const figures = [
    ...metrics.flatMap((each) => each.figures),
    ...densities,
    ...pictures,
    ...histograms,
    ...losses,
    ...survival,
    ...errors,
  ];
  return { html, figures, sentences };
}
