/** The architecture as data: which package may import which, and what numerical code may not use. */

/** Arrows of the package graph. A package may import the packages listed, and itself by relative path. */
export const arrows = {
  math: [],
  tensor: ['math'],
  models: ['math', 'tensor'],
  process: ['math', 'models'],
  theory: ['math', 'models', 'process'],
  sweep: ['math', 'tensor', 'models', 'process', 'theory'],
  report: ['math', 'models', 'process', 'theory', 'sweep'],
  cli: ['math', 'tensor', 'models', 'process', 'theory', 'sweep', 'report'],
};

/** Packages that run in a browser as well: no node:* imports. */
export const portable = ['math', 'tensor', 'models', 'process', 'theory'];

/** Math functions that are correctly rounded, or exact, in every engine. All others differ between engines. */
export const portableMath = new Set(
  'abs ceil floor round trunc sign sqrt min max imul clz32 fround PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2'.split(
    ' ',
  ),
);
