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

/** `n` sequences of `length` symbols of an alphabet 0 … k-1, such as tokens of text: sequence i is values[i*length … ]. */
export interface Sequences {
  readonly kind: 'sequences';
  readonly n: number;
  readonly length: number;
  readonly k: number;
  /** n × length, row-major. */
  readonly values: Uint32Array;
}

export type Data = Points | Symbols | Sequences;

/** What all data of one lineage have in common: `d` coordinates, an alphabet of `k` symbols, or that and a length. */
export type DataShape =
  | { readonly kind: 'points'; readonly d: number }
  | { readonly kind: 'symbols'; readonly k: number }
  | { readonly kind: 'sequences'; readonly length: number; readonly k: number };
