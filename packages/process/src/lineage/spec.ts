/** Everything that determines a lineage's numbers, resolved: no defaults left to fill in. */

import type { Stream } from '@collapse-lab/math';
import type { AnyFamily, RealSource } from '@collapse-lab/models';
import type { Sizes, WorkflowSpec } from '../workflow/workflow.ts';

/** `statistics`: law-exact; `samples`: every point drawn; `auto`: statistics where valid. */
export type SamplerName = 'auto' | 'statistics' | 'samples';

/** Format the parameters are rounded to after each fit: the precision error. */
export type NumberFormat = 'f64' | 'f32' | 'f16' | 'bf16';

export interface LineageSpec {
  readonly real: RealSource;
  readonly family: AnyFamily;
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
  readonly sampler: SamplerName;
  readonly numberFormat: NumberFormat;
}

/** Two roots: all workflows of one seed share `real`, so that their D_0 are the same points. */
export interface LineageStreams {
  readonly real: Stream;
  readonly lineage: Stream;
}
