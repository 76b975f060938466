/** Where numbers come from: enough to run the same again. Goes to the journal, never into results. */
import { execFile } from 'node:child_process';
import { cpus, hostname, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { JournalEntry } from '../store/store.ts';
import { packageVersions } from './package-versions.ts';

/** Commit and dirty state are null outside a git repository, or without git. */
export async function provenance(directory: string = process.cwd()): Promise<Omit<JournalEntry, 'kind'>> {
  const [commit, changes, packages] = await Promise.all([
    git(directory, 'rev-parse', 'HEAD'),
    git(directory, 'status', '--porcelain', '--untracked-files=no'),
    packageVersions(),
  ]);
  return {
    at: new Date().toISOString(),
    commit: commit ?? null,
    dirty: changes === undefined ? null : changes !== '',
    version: packages['@collapse-lab/sweep'] ?? null,
    packages,
    node: process.version,
    os: `${process.platform} ${release()} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory: totalmem(),
    host: hostname(),
    argv: process.argv,
  };
}

async function git(directory: string, ...arguments_: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', arguments_, { cwd: directory, timeout: 5000 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
