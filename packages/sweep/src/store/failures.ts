/** Failures are journal entries; the last word on a cell holds. */
import type { Json } from '@collapse-lab/models';
import type { FailureRecord, JournalEntry } from './store.ts';

export function failureEntry(failure: FailureRecord): JournalEntry {
  return { kind: 'failure', at: failure.at, failure: failure as unknown as Json };
}

export function clearedEntry(key: string, at: string): JournalEntry {
  return { kind: 'failure-cleared', at, key };
}

/** The failures that are neither cleared later nor published. */
export function openFailures(
  entries: readonly JournalEntry[],
  published: ReadonlySet<string>,
): ReadonlyMap<string, FailureRecord> {
  const open = new Map<string, FailureRecord>();
  const relevant = entries.filter(({ kind }) => kind === 'failure' || kind === 'failure-cleared');
  // The sort is stable: entries of one process within one millisecond stay in the order written.
  for (const entry of relevant.sort((a, b) => compare(String(a.at), String(b.at)))) {
    if (entry.kind === 'failure') {
      const failure = entry.failure as unknown as Partial<FailureRecord> | undefined | null;
      if (typeof failure?.key === 'string') open.set(failure.key, failure as FailureRecord);
    } else open.delete(String(entry.key));
  }
  for (const key of published) open.delete(key);
  return open;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
