/** Something the user typed is wrong: told without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** There is nothing to show yet. Of many experiments at once, such a one is skipped. */
export class NothingStoredError extends UsageError {
  override readonly name: string = 'NothingStoredError';
  readonly absentData = true;
}
