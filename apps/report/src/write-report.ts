/** The report of what is stored of an experiment. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Experiment, Store } from '@collapse-lab/sweep';
import { collect } from './data/collect.ts';
import { renderPng } from './png/render-png.ts';
import { renderReport } from './render-report.ts';
import { summaryTable } from './text/summary-table.ts';

export interface ReportRequest {
  readonly experiment: Experiment;
  readonly store: Store;
  /** Made where absent. Its `figures` folder belongs to the report: SVG and PNG files in it are replaced. */
  readonly directory: string;
}

export interface WrittenReport {
  /** Path of the HTML file, which needs nothing beside it. */
  readonly html: string;
  /** Paths of the figures: SVG and PNG. */
  readonly figures: string[];
  /** What the experiment shows, in three or four sentences; one where nothing is stored. */
  readonly sentences: readonly string[];
}

/** Writes index.html, summary.csv and figures/*.svg, *.png into the directory. The same results give the same bytes. */
export async function writeReport({ experiment, store, directory }: ReportRequest): Promise<WrittenReport> {
  const data = await collect(experiment, store);
  const { html, figures, sentences } = renderReport(data);
  const absolute = resolve(directory);
  const folder = join(absolute, 'figures');
  await mkdir(folder, { recursive: true });
  await removeFigures(folder);
  const written: string[] = [];
  for (const { name, svg } of figures) {
    for (const [extension, content] of [
      ['svg', svg],
      ['png', renderPng(svg)],
    ] as const) {
      const file = join(folder, `${name}.${extension}`);
      await writeFile(file, content);
      written.push(file);
    }
  }
  await writeFile(join(absolute, 'summary.csv'), summaryTable(data));
  const page = join(absolute, 'index.html');
  await writeFile(page, html);
  return { html: page, figures: written, sentences };
}

/** Figures of an earlier report would otherwise stay beside those of this one. */
async function removeFigures(folder: string): Promise<void> {
  const old = (await readdir(folder)).filter((name) => /\.(svg|png)$/.test(name));
  await Promise.all(old.map((name) => rm(join(folder, name))));
}
