/**
 * Versions of the laws that draw, beside those of the families and observers themselves. Each is raised whenever the
 * same parameters and seed would give other numbers; the golden rows in the tests notice when that was forgotten.
 */
export const lawVersions = {
  /** Streams, distributions and elementary functions of @collapse-lab/math. */
  math: 1,
  /** Real data sources of @collapse-lab/models. */
  real: 1,
  /** Plans and both samplers of @collapse-lab/process. */
  process: 1,
} as const;
