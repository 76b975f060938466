/** What can go wrong with the store, in terms of what its user can do. */
import { CollapseLabError } from '@collapse-lab/math';

export type StoreErrorCode =
  /** No space or quota left. */
  | 'full'
  | 'read-only'
  | 'permission'
  /** The same cell gave other bytes than before. */
  | 'determinism'
  /** Not a store, or one of another version. */
  | 'format'
  | 'io';

export class StoreError extends CollapseLabError {
  override readonly name: string = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const remedies: Record<string, { code: StoreErrorCode; what: string; remedy: string }> = {
  ENOSPC: {
    code: 'full',
    what: 'no space is left',
    remedy: 'Free some space and run the same command again',
  },
  EDQUOT: {
    code: 'full',
    what: 'the quota is used up',
    remedy: 'Free some space and run the same command again',
  },
  EROFS: {
    code: 'read-only',
    what: 'the file system is read-only',
    remedy: 'Mount it writable, or choose another directory with --store',
  },
  EACCES: {
    code: 'permission',
    what: 'permission is denied',
    remedy: 'Give this user write permission, or choose another directory with --store',
  },
  EPERM: {
    code: 'permission',
    what: 'the operation is not permitted',
    remedy: 'Give this user write permission, or choose another directory with --store',
  },
  ENOTDIR: {
    code: 'format',
    what: 'a file is where a directory is expected',
    remedy: 'Choose another directory with --store',
  },
};

/** The system error of a failed file operation as a StoreError; a StoreError passes through. */
export function asStoreError(error: unknown, action: string, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = errorCode(error) ?? '';
  const known = remedies[code];
  if (known === undefined)
    return new StoreError('io', `${path}: could not ${action}: ${String(error)}`, { cause: error });
  const message = `${path}: could not ${action}: ${known.what} (${code}). ${known.remedy}; everything published so far is kept.`;
  return new StoreError(known.code, message, { cause: error });
}

export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
