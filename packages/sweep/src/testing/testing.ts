/** Suites that stores other than ours can be tried with. */
export { describeStore, type StoreSubject, type StoreTestApi } from './describe-store.ts';
export { type GoldenRow, goldenRows } from './golden-rows.ts';
export { randomResult } from './random-results.ts';
