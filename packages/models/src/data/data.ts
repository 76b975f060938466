/** What a model is trained on and what it generates. */

/** `n` points of `d` numbers, row-major: point i is values[i*d … i*d+d-1]. */
export interface Points {
  readonly kind: 'points';
  readonly n: number;
  readonly d: number;
  /** n × d, row-major. */
  readonly values: Float64Array;
}

/** `n` symbols of an alphabet 0 … k-1. */
export interface Symbols {
  readonly kind: 'symbols';
  readonly n: number;
  readonly k: number;
  /** n. */
  readonly values: Uint32Array;
}

export type Data = Points | Symbols;

/** What all data of one lineage have in common: `d` coordinates, or an alphabet of `k` symbols. */
export type DataShape =
  | { readonly kind: 'points'; readonly d: number }
  | { readonly kind: 'symbols'; readonly k: number };
