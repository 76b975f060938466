import { families } from '@collapse-lab/models';
import { observers } from '@collapse-lab/process';
import { ExperimentError, parseExperiment } from '@collapse-lab/sweep';
import { describe, expect, it } from 'vitest';
import { yaml } from './yaml.ts';

async function messageOf(text: string, changes = {}): Promise<string> {
  try {
    await parseExperiment(text, { path: 'experiment.yaml', ...changes });
  } catch (error) {
    if (error instanceof ExperimentError) return error.message;
    throw error;
  }
  return 'no error';
}

const workflows = 'replace, replace-grown, accumulate, accumulate-subsample, mixture, keep-real, fresh-real';

const reals =
  'normal, uniform-categorical, categorical, zipf-mandelbrot, gaussian-mixture, poisson, moons, circles, swiss-roll, ' +
  'blobs, mode-grid, glyphs, synthetic-language, linear, logistic, gaussian-classes, file, idx, text';

const metrics = Object.keys(observers['gaussian-moments'].metrics);

/** What a newcomer may write, and what is then said. */
const files: readonly [mistake: string, text: string, ...problems: string[]][] = [
  [
    'misspelt keys',
    yaml({ sizes: 'sizes: { initial: 10, nwe: 10 }', generations: 'generatons: 5' }),
    'line 5, sizes.nwe: unknown key; known are initial, new, train, real. Did you mean "new"?',
    'line 6, generatons: unknown key; known are name, title, description, seeds, timeout, retries, memory, threadsPerCell, sweep, ' +
      'report, real, family, workflow, sizes, generations, sampler, numberFormat, engine, observe, record, snapshots. ' +
      'Did you mean "generations"?',
  ],
  [
    'a misspelt workflow',
    yaml({ workflow: 'workflow: { kind: acumulate }' }),
    `line 4, workflow.kind: got "acumulate", expected one of ${workflows}. Did you mean "accumulate"?`,
  ],
  [
    'a family by name alone',
    yaml({ family: 'family: gaussian' }),
    'line 3, family: got "gaussian", expected a mapping with kind or a mapping with module. Write { kind: gaussian }.',
  ],
  [
    'a workflow by name alone',
    yaml({ workflow: 'workflow: replace' }),
    `line 4, workflow: got "replace", expected a mapping with kind: ${workflows}. Write { kind: replace }.`,
  ],
  [
    'an option for a family',
    yaml({ family: 'family: { kind: ridge }' }),
    `line 3, family.kind: got "ridge", expected one of ${Object.keys(families).join(', ')}. ` +
      'ridge is an option of linear-regression.',
  ],
  [
    'a rule misspelt where a number may stand too',
    yaml({ family: 'family: { kind: kde, bandwidth: scot }' }),
    'line 3, family.bandwidth: got "scot", expected a positive number, scott or silverman. Did you mean "scott"?',
  ],
  [
    'a curation for another family, and an observer for another',
    yaml({
      workflow: 'workflow: { kind: replace, curate: { kind: label-verifier, phi: 1, psi: 0.5 } }',
      observe: 'observe: [categorical]',
    }),
    'line 4, workflow.curate.kind: got "label-verifier", expected nothing: no curation is for gaussian; label-verifier looks at ' +
      'whether labels are the likelier ones of 0 and 1. Leave curate out, or use family logistic-regression.',
    'line 7, observe[0]: got "categorical", expected an observer of this setting: it reads the probabilities of a categorical, ' +
      'and the family is gaussian.',
  ],
  [
    'an option of the family misspelt',
    yaml({ family: 'family: { kind: gaussian, dof: 0 }' }),
    'line 3, family.dof: no such option, only covariance, ddof, samplingBias. Did you mean "ddof"?',
  ],
  [
    'an option of the family missing',
    yaml({ family: 'family: { kind: gaussian }' }),
    'line 3, family.ddof: missing; expected 0 (maximum likelihood) or 1 (unbiased); it has no default, since the ' +
      'two collapse differently.',
  ],
  [
    'numbers out of range, and texts for numbers',
    yaml({ sizes: 'sizes: { initial: -3, new: ten }', generations: 'generations: 1.5' }),
    'line 5, sizes.initial: got -3, expected an integer of 1 or more.',
    'line 5, sizes.new: got "ten", expected an integer or a mapping with kind: linear, power, list.',
    'line 6, generations: got 1.5, expected an integer.',
  ],
  [
    'a schedule with a misspelt option',
    yaml({ sizes: 'sizes: { initial: 10, new: { kind: linear, slop: 2, intercept: 1 } }' }),
    'line 5, sizes.new.slop: unknown key; known are kind, intercept, slope. Did you mean "slope"?',
  ],
  [
    'weights that do not sum to one',
    yaml({ workflow: 'workflow: { kind: mixture, alpha: 0.5, beta: 0.5, gamma: 0.5 }' }),
    'line 4, workflow: got 1.5, expected alpha + beta + gamma = 1 at generation 1.',
  ],
  [
    'weights that do not sum to one in some settings',
    yaml({
      workflow: 'workflow: { kind: mixture, alpha: 0.5, beta: 0, gamma: 0.5 }',
      sweep: 'sweep:\n  - grid: { workflow.alpha: [0.5, 0.6], sizes.new: [5, 10] }',
    }),
    'line 4, workflow: got 1.1, expected alpha + beta + gamma = 1 at generation 1 ' +
      '(in 2 of 4 settings, first: workflow.alpha = 0.6, sizes.new = 5).',
  ],
  [
    'an option swept that only one of the swept kinds has',
    yaml({
      workflow: 'workflow: { kind: mixture, alpha: 1, beta: 0, gamma: 0 }',
      sweep: 'sweep:\n  - grid:\n      workflow.kind: [replace, mixture]\n      workflow.beta: [0]',
    }),
    'line 10, workflow.beta: unknown key; it belongs to kind: mixture ' +
      '(in 1 of 2 settings, first: workflow.kind = replace, workflow.beta = 0). ' +
      'Where only some kinds have it, write workflow.beta: { values: […], when: { workflow.kind: … } }.',
  ],
  [
    'a generation that is not reached',
    yaml({ snapshots: 'snapshots: [0, 50]', record: 'record: [60]' }),
    'line 7, snapshots[1]: got 50, expected a generation of at most 5.',
    'line 8, record[0]: got 60, expected a generation of at most 5.',
  ],
  [
    'an observer misspelt, and another problem',
    yaml({ observe: 'observe: [moments]', workflow: 'workflow: { kind: replaces }' }),
    `line 4, workflow.kind: got "replaces", expected one of ${workflows}. Did you mean "replace"?`,
    `line 7, observe[0]: got "moments", expected one of ${Object.keys(observers).join(', ')} or a mapping with kind. ` +
      'Did you mean "gaussian-moments"?',
  ],
  [
    'a family that cannot be fitted to the data',
    yaml({ family: 'family: { kind: categorical }' }),
    'line 2, real: got "points with d = 1", expected symbols, which a categorical is fitted to.',
  ],
  [
    'a shortcut that is not valid',
    yaml({ workflow: 'workflow: { kind: accumulate-subsample }', sampler: 'sampler: statistics' }),
    'line 7, sampler: got "statistics", expected samples or auto: subsets of the pool drawn in different generations ' +
      'share points, which the statistics of family gaussian do not keep track of (at generation 1).',
  ],
  [
    'a covariance that is none',
    yaml({ real: 'real: { kind: normal, d: 2, covariance: [[1, 2], [2, 1]] }' }),
    'line 2, real.covariance: got [[1,2],[2,1]], expected a positive definite matrix; here the variance of coordinate ' +
      '1 given coordinate 0 would be -3. Raise covariance[1][1], or bring the entries beside it in row 1 nearer to 0.',
  ],
  [
    'the covariance of a component that is none',
    yaml({
      real: 'real:\n  kind: gaussian-mixture\n  weights: [1, 1]\n  means: [[0, 0], [1, 1]]\n  covariances:\n    - 1\n    - [[1, 2], [2, 1]]',
    }),
    'line 8, real.covariances[1]: got [[1,2],[2,1]], expected a positive definite matrix; here the variance of ' +
      'coordinate 1 given coordinate 0 would be -3. Raise covariances[1][1][1], or bring the entries beside it in row ' +
      '1 nearer to 0.',
  ],
  [
    'too few points for the estimator',
    yaml({ family: 'family: { kind: gaussian, ddof: 1 }', sizes: 'sizes: { initial: 1, new: 1 }' }),
    'line 5, sizes.initial: got 1, expected an integer of 2 or more.',
  ],
  [
    'a metric in the report that nobody observes',
    yaml({
      observe: 'observe: [gaussian-moments]',
      report: 'report: { metrics: [variance], logY: [varience] }',
    }),
    `line 8, report.logY[0]: got "varience", expected an observed metric: ${metrics.join(', ')}. ` +
      'Did you mean "variance"?',
  ],
  [
    'an option of another workflow, and a size that none of both uses',
    yaml({
      workflow: 'workflow: { kind: replace, share: 0.5 }',
      sizes: 'sizes: { initial: 10, new: 10, real: 5 }',
    }),
    'line 4, workflow.share: unknown key; it belongs to kind: keep-real.',
    'line 5, sizes.real: got 5, expected nothing: workflow replace does not use it, only fresh-real does. Leave it out.',
  ],
  [
    'a size that is missing, beside a family that is wrong',
    yaml({ workflow: 'workflow: { kind: fresh-real }', family: 'family: { kind: gaussian, ddof: 3 }' }),
    'line 3, family.ddof: got 3, expected 0 (maximum likelihood) or 1 (unbiased); it has no default, since the two ' +
      'collapse differently.',
    'line 5, sizes.real: missing; expected the number of fresh real points per generation.',
  ],
  [
    'real data by another name',
    yaml({ real: 'real: { kind: gaussian, d: 1 }' }),
    `line 2, real.kind: got "gaussian", expected one of ${reals}. Did you mean "normal"?`,
  ],
  [
    'a mixture by its initials, as family and as real data',
    yaml({ real: 'real: { kind: gmm }', family: 'family: { kind: gmm }' }),
    `line 2, real.kind: got "gmm", expected one of ${reals}. Did you mean "gaussian-mixture"?`,
    `line 3, family.kind: got "gmm", expected one of ${Object.keys(families).join(', ')}. Did you mean "mixture"?`,
  ],
  [
    'an observer twice',
    yaml({ observe: 'observe: [gaussian-moments, distances, gaussian-moments]' }),
    'line 7, observe[2]: got "gaussian-moments", expected each observer once; observe[0] is gaussian-moments already.',
  ],
  [
    'a metric that no observer has, beside a wrong setting',
    yaml({ sizes: 'sizes: { initial: -3, new: 10 }', report: 'report: { metrics: [variance, varience] }' }),
    'line 5, sizes.initial: got -3, expected an integer of 1 or more.',
    'line 7, report.metrics[1]: got "varience", expected a metric that an observer has. Did you mean "variance"?',
  ],
  [
    'a path that cannot be swept beside one whose option is unknown',
    yaml({
      sizes: 'sizes: { initial: 10 }',
      sweep: 'sweep:\n  - grid:\n      size.new: [1]\n      workflow.shape: [1, 2]',
    }),
    'line 9, sweep[0].grid.size.new: got "size.new", expected a path that begins with real, family, workflow, sizes, ' +
      'generations, sampler, numberFormat, engine, observe, record, snapshots. Did you mean "sizes.new"?',
    'line 10, workflow.shape: unknown key; known are kind, curate. Where only some kinds have it, write ' +
      'workflow.shape: { values: […], when: { workflow.kind: … } }.',
  ],
  ['a seed twice', yaml({ seeds: 'seeds: [1, 2, 2]' }), 'line 7, seeds[2]: got 2, expected each seed once.'],
  [
    'a sweep that is no list',
    yaml({ sweep: 'sweep:\n  grid: { sizes.new: [1] }' }),
    'line 8, sweep: got {"grid":{"sizes.new":[1]}}, expected a list. Begin each entry with "- ".',
  ],
  [
    'paths that cannot be swept',
    yaml({ sweep: 'sweep:\n  - grid:\n      size.new: [1]\n      seeds: [1, 2]' }),
    'line 9, sweep[0].grid.size.new: got "size.new", expected a path that begins with real, family, workflow, sizes, ' +
      'generations, sampler, numberFormat, engine, observe, record, snapshots. Did you mean "sizes.new"?',
    'line 10, sweep[0].grid.seeds: got "seeds", expected a parameter; every setting is run with all seeds anyway.',
  ],
  [
    'a swept value that is no list',
    yaml({ sweep: 'sweep:\n  - grid: { sizes.new: 10 }' }),
    'line 8, sweep[0].grid.sizes.new: got 10, expected a list or a mapping with values, when.',
  ],
  [
    'a swept value that is wrong',
    yaml({ sweep: 'sweep:\n  - grid:\n      sizes.new:\n        - 10\n        - many' }),
    'line 11, sizes.new: got "many", expected an integer or a mapping with kind: linear, power, list.',
  ],
  [
    'lists of different lengths zipped',
    yaml({ sweep: 'sweep:\n  - zip: { sizes.new: [1, 2], generations: [1, 2, 3] }' }),
    'line 8, sweep[0].zip.generations: got [1,2,3], expected 2 values, as many as sizes.new has.',
  ],
  [
    'two ways in one block',
    yaml({ sweep: 'sweep:\n  - zip: { sizes.new: [1] }\n    grid: { generations: [1] }' }),
    'line 8, sweep[0]: got ["grid","zip"], expected exactly one of grid, zip, list, random, simplex in a block. ' +
      'The blocks of a sweep are a union: begin another one with "- ".',
  ],
  [
    'a condition that never holds',
    yaml({ sweep: 'sweep:\n  - grid: { sizes.new: [5, 10] }\n    when: { workflow.kind: mixture }' }),
    'line 9, sweep[0].when: got {"workflow.kind":"mixture"}, expected at least one setting for which it holds.',
  ],
  [
    'one wrong block beside others that are wrong in another way',
    yaml({
      sweep:
        'sweep:\n  - grid: { sizes.n: [5, 10] }\n  - gird: { sizes.new: [5] }\n  - zip: { sizes.new: [1, 2], generations: [1] }',
    }),
    'line 8, sizes.n: unknown key; known are initial, new, train, real. Did you mean "new"?',
    'line 9, sweep[1].gird: unknown key; known are grid, zip, list, random, simplex, set, when. Did you mean "grid"?',
    'line 10, sweep[2].zip.generations: got [1], expected 2 values, as many as sizes.new has.',
  ],
  [
    'infinity and no number',
    yaml({ sizes: 'sizes: { initial: .inf, new: .nan }' }),
    'line 5, sizes.initial: got "Infinity", expected an integer.',
    'line 5, sizes.new: got "NaN", expected an integer or a mapping with kind: linear, power, list.',
  ],
  [
    'far too many seeds',
    yaml({ seeds: 'seeds: 1e9' }),
    'line 7, seeds: got 1000000000, expected at most 1000000 seeds.',
  ],
  [
    'far too many seeds from one on',
    yaml({ seeds: 'seeds: { from: 5, count: 1e9 }' }),
    'line 7, seeds.count: got 1000000000, expected at most 1000000 seeds.',
  ],
  [
    'far too many random settings',
    yaml({
      sweep: 'sweep:\n  - random: { seed: 1, count: 1e9, values: { sizes.new: { uniform: [1, 9] } } }',
    }),
    'line 8, sweep[0].random.count: got 1000000000, expected at most 1000000 settings.',
  ],
  [
    'a key twice',
    yaml({ again: 'generations: 7' }),
    'line 7: not valid YAML: the key generations is there twice in one mapping.',
  ],
  [
    'an alias of nothing',
    yaml({ seeds: 'seeds: *many' }),
    'line 7: not valid YAML: *many refers to &many, which no earlier line defines.',
  ],
  [
    'two documents',
    yaml({ end: '---\nname: another' }),
    'line 7: not valid YAML: a line "---" begins a second document; one file is one experiment.',
  ],
  ['tabs', 'name: x\n\treal: 3\n', 'line 2: not valid YAML: Tabs are not allowed as indentation.'],
  [
    'nothing',
    '',
    'the file is empty; expected a mapping with name, real, family, workflow, sizes and generations.',
  ],
];

describe('a wrong experiment file', () => {
  it.each(files)('%s', async (_, text, ...problems) => {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    expect(await messageOf(text)).toBe(
      [`experiment.yaml: ${count}`, ...problems.map((problem) => `  ${problem}`)].join('\n'),
    );
  });
});

describe('very many problems', () => {
  it('are all in the error, and the first fifty in its message', async () => {
    const sizes = Array.from({ length: 70 }, (_, i) => -1 - i);
    const text = yaml({ sweep: `sweep:\n  - grid: { sizes.new: [${sizes}] }` });
    const error = (await parseExperiment(text).catch((thrown) => thrown)) as ExperimentError;
    expect(error.problems).toHaveLength(70);
    expect(error.message.split('\n')).toHaveLength(52);
    expect(error.message).toMatch(/\n {2}and 20 more$/);
  });
});

describe('wrong changes from the command line', () => {
  const sweep = 'sweep:\n  - grid: { sizes.new: [1, 2] }';
  it.each([
    [
      'an unknown path',
      yaml(),
      { settings: { 'sizes.nwe': '200' } },
      '--set sizes.nwe=200: unknown key; known are initial, new, train, real. Did you mean "new"?',
    ],
    [
      'a wrong value',
      yaml(),
      { settings: { 'sizes.new': '-1' } },
      '--set sizes.new=-1: got -1, expected an integer of 0 or more.',
    ],
    [
      'a wrong entry of a list',
      yaml(),
      { settings: { record: '[0, -1]' } },
      '--set record=[0, -1], record[1]: got -1, expected an integer of 0 or more.',
    ],
    [
      'no YAML',
      yaml(),
      { settings: { 'sizes.new': '[1' } },
      '--set sizes.new=[1: got "[1", expected a path below a mapping, and a value in YAML.',
    ],
    [
      'a path that is swept',
      yaml({ sweep }),
      { settings: { 'sizes.new': '20' } },
      '--set sizes.new=20: changes nothing: the sweep gives sizes.new in line 8. Change the sweep instead.',
    ],
    [
      'generations that are swept, set',
      yaml({ sweep: 'sweep:\n  - set: { generations: 4 }' }),
      { settings: { generations: '3' } },
      '--set generations=3: changes nothing: the sweep gives generations in line 8. ' +
        'Change the sweep instead, or shorten all of it with --generations 3.',
    ],
    [
      'more generations than the sweep gives anywhere',
      yaml({ sweep: 'sweep:\n  - set: { generations: 2 }\n  - set: { generations: 4 }' }),
      { generations: 7 },
      '--generations 7: changes nothing: the sweep gives at most 4, in line 9. ' +
        'The option shortens settings of a sweep; for more, change the sweep.',
    ],
    ['no seeds', yaml(), { seeds: 0 }, '--seeds 0: got 0, expected an integer of 1 or more.'],
    [
      'a number of seeds where the file lists them',
      yaml({ seeds: 'seeds: [3, 5]' }),
      { seeds: 4 },
      '--seeds 4: got 4, expected a list, as the file has one. Use --set seeds=[…].',
    ],
  ])('%s', async (_, text, changes, problem) => {
    expect(await messageOf(text, changes)).toBe(`experiment.yaml: one problem\n  ${problem}`);
  });
});
