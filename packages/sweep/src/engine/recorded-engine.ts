/**
 * What `engine: auto` is for a store: chosen when its first neural sweep is planned and written down beside the results,
 * so that every later run, on whatever host, plans the same cells.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishFile } from '../store/publish.ts';
import { asStoreError, errorCode, StoreError } from '../store/store-error.ts';
import { bestEngine, type EngineClass } from './engines.ts';

/** What `auto` can be. */
const classes: readonly EngineClass[] = ['wasm', 'native'];

const fileName = 'engine.json';

/** What is written down, or else what is best here. Throws StoreError. */
export function autoEngine(directory: string): EngineClass {
  return recorded(directory) ?? bestEngine();
}

/** Writes it down, unless that was done before, by whomever; what is then written down. Throws StoreError. */
export async function recordAutoEngine(directory: string): Promise<EngineClass> {
  const known = recorded(directory);
  if (known !== undefined) return known;
  const text = `${JSON.stringify({ auto: bestEngine() })}\n`;
  await publishFile(directory, join(directory, fileName), text);
  return recorded(directory) as EngineClass;
}

function recorded(directory: string): EngineClass | undefined {
  const path = join(directory, fileName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw asStoreError(error, 'read', path);
  }
  const auto = engineOf(text);
  if (auto !== undefined) return auto;
  throw new StoreError(
    'format',
    `${path}: got ${JSON.stringify(text.slice(0, 60))}, expected {"auto":"wasm"} or {"auto":"native"}. Remove the file to choose anew.`,
  );
}

function engineOf(text: string): EngineClass | undefined {
  try {
    const { auto } = JSON.parse(text) as { auto?: unknown };
    return classes.find((name) => name === auto);
  } catch {
    return undefined;
  }
}
