/** What a finished cell leaves. Holds nothing volatile: two hosts that compute the same cell get the same bytes. */
import type { Json } from '@collapse-lab/models';

export interface Series {
  readonly metric: string;
  readonly t: readonly number[];
  /** As long as `t`; NaN and ±Infinity are legal. */
  readonly value: readonly number[];
}

export interface CellResult {
  readonly key: string;
  readonly rowsKey: string;
  readonly lineageKey: string;
  readonly seed: number;
  readonly generations: number;
  readonly parameters: Json;
  readonly series: readonly Series[];
  readonly snapshots: readonly { readonly t: number; readonly parameters: Json }[];
  /** The encoded lineage state after the last generation: where an extension continues. Null where it is not kept. */
  readonly state: Json;
}
