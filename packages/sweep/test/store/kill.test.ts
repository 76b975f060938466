import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Stream } from '@collapse-lab/math';
import { openStore } from '@collapse-lab/sweep';
import { randomResult } from '@collapse-lab/sweep/testing';
import { expect, it } from 'vitest';
import { filesBelow, temporaryFolders } from './folder.ts';

const newFolder = temporaryFolders();
const publisher = fileURLToPath(new URL('./publisher.mjs', import.meta.url));

const count = 120;
const batch = 2;

function publish(directory: string): ChildProcess {
  return spawn(process.execPath, [publisher, directory, String(count), String(batch)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function finish(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function segmentsOf(directory: string): Record<string, string> {
  const files = filesBelow(directory).filter((file) => file.startsWith('segments/'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}

it('two writers of the same cells, killed again and again, leave what one undisturbed writer leaves', async () => {
  const [killed, undisturbed] = [newFolder(), newFolder()];
  await finish(publish(undisturbed));
  const moments = Stream.fromPath(['kill test']);
  let kills = 0;
  for (let round = 0; round < 4; round++) {
    const writers = [publish(killed), publish(killed)];
    // Each says a word when it begins to publish.
    await Promise.all(writers.map((writer) => once(writer.stdout!, 'data')));
    await setTimeout(150 * moments.uniform());
    for (const writer of writers) if (writer.kill('SIGKILL')) kills++;
    await Promise.all(writers.map(finish));
    const store = await openStore(killed);
    const stored = await store.keys();
    for (const key of stored) expect((await store.read(key))?.key).toBe(key);
    expect(await store.damaged()).toEqual([]);
  }
  await Promise.all([publish(killed), publish(killed)].map(finish));
  expect(segmentsOf(killed)).toEqual(segmentsOf(undisturbed));
  expect(Object.keys(segmentsOf(killed))).toHaveLength(count / batch);
  const store = await openStore(killed);
  expect(await store.read(randomResult('kill 7').key)).toEqual(randomResult('kill 7'));
  expect(kills).toBeGreaterThan(0);
}, 60_000);
