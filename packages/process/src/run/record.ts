/** Which generations are recorded. None of the policies depends on where a run ends, but for its last generation. */

/**
 * `all`; every n-th (0, n, 2n, …); a list; or about `perDecade` generations per factor of ten.
 * The last generation of a run is recorded too, except with a list.
 */
export type RecordPolicy =
  | 'all'
  | { readonly every: number }
  | { readonly at: readonly number[] }
  | { readonly perDecade: number };
