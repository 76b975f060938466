/** `collapse start`: what `npm start` does. */
import { load } from '../run/load.ts';
import { printOutcome } from '../run/outcome.ts';
import { writeReportOf } from './report.ts';
import { sweep } from './run.ts';

const flagship = 'replace-vs-accumulate';

export interface StartOptions {
  readonly threads?: number;
  readonly store?: string;
}

export async function start(options: StartOptions): Promise<number> {
  const loaded = await load(flagship, options);
  const outcome = await sweep(loaded, options);
  printOutcome(loaded, options, outcome);
  if (outcome.exitCode !== 0) return outcome.exitCode;
  const { html, sentences } = await writeReportOf(loaded);
  console.log('\nWhat it shows:');
  for (const sentence of sentences) console.log(`- ${sentence}`);
  console.log(`\nThe report, with all curves and the theory drawn over them:\n  ${html}`);
  return 0;
}
