/** Writes schemas/experiment.schema.json from the schema that the experiment loader uses. Run after a build. */
import { mkdir, writeFile } from 'node:fs/promises';
import { experimentJsonSchema } from '@collapse-lab/sweep';

const target = new URL('../../../schemas/experiment.schema.json', import.meta.url);
await mkdir(new URL('.', target), { recursive: true });
await writeFile(target, `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
