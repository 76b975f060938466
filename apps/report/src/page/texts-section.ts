/** Texts for reading: for each prompt, or each place of the sample, how it goes on in a few generations. */
import type { GeneratedTexts } from '../data/generated-texts.ts';
import type { ReportData } from '../data/report-data.ts';
import type { Column } from './html.ts';
import { details, paragraph, subheading, table } from './html.ts';

/** Texts that are followed through the generations. */
const mostTexts = 3;
/** Settings whose texts are not folded. */
const mostOpen = 3;

const columns: readonly Column[] = [{ title: 'Generation' }, { title: 'Text', kind: 'text' }];

/** Undefined where no texts were kept. */
export function textsSection({ texts = [], settings }: ReportData): string | undefined {
  if (texts.length === 0) return undefined;
  return texts
    .map((found, i) => {
      const { label } = settings.find(({ index }) => index === found.setting)!;
      const body = paragraph(introduction(found)) + textTables(found);
      if (settings.length === 1) return body;
      return i < mostOpen ? subheading(label) + body : details(label, body);
    })
    .join('');
}

function introduction({ seed, lineages, kept, generations }: GeneratedTexts): string {
  const prompted = generations.some(({ texts }) => texts.some(({ prompt }) => prompt !== undefined));
  return [
    `One lineage (seed ${seed}) of all ${lineages}. What model t writes, from the same random numbers in every generation` +
      `${prompted ? ', after the same prompts, blocks of the real text' : ''}.`,
    ...(generations.length < kept
      ? [`${generations.length} of the ${kept} generations that were kept.`]
      : []),
  ].join(' ');
}

function textTables({ generations }: GeneratedTexts): string {
  const count = Math.min(mostTexts, Math.max(0, ...generations.map(({ texts }) => texts.length)));
  return Array.from({ length: count }, (_, i) => {
    const found = generations.flatMap(({ t, texts }) => (i < texts.length ? [{ t, ...texts[i] }] : []));
    const prompt = found.find((each) => each.prompt !== undefined)?.prompt;
    const caption = prompt === undefined ? `Text ${i + 1} of ${count}` : `Prompt: ${prompt}`;
    return table(
      caption,
      columns,
      found.map(({ t, text }) => [`t = ${t}`, text]),
    );
  }).join('');
}
