/** Suites that stores other than ours can be tried with. */
export { describeStore, type StoreSubject, type StoreTestApi } from './describe-store.ts';
export { randomResult } from './random-results.ts';
