/** What a finished cell leaves. Holds nothing volatile: two hosts that compute the same cell get the same bytes. */
import type { Json } from '@collapse-lab/models';
import type { ArtifactRow } from '@collapse-lab/process';

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
  /** Pictures and the like, by the names of their files in the store. Absent where there is none. */
  readonly artifacts?: readonly ArtifactRow[];
  /** The encoded lineage state after the last generation: where an extension continues. Null where it is not kept. */
  readonly state: Json;
}
