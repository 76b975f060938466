import {
  type GaussianFamily,
  type GaussianLaw,
  type GaussianModel,
  type GaussianStatistics,
  gaussian,
  type Points,
} from '@collapse-lab/models';
import {
  ContractViolation,
  describeFamily,
  type FamilySubject,
  type TestApi,
} from '@collapse-lab/models/testing';
import { describe, expect, it } from 'vitest';
import { gaussianSubject } from './gaussian/subject.ts';

/** Runs the suite (or the named tests of it) on a family; the full names of those that fail, with their messages. */
function violations(
  subject: FamilySubject<GaussianModel, Points, GaussianStatistics>,
  only?: readonly string[],
): Map<string, string> {
  const failed = new Map<string, string>();
  const path: string[] = [];
  const api: TestApi = {
    describe(name, body) {
      path.push(name);
      body();
      path.pop();
    },
    it(name, body) {
      const title = [...path.slice(1), name].join(' > ');
      if (only !== undefined && !only.includes(title)) return;
      try {
        body();
      } catch (error) {
        failed.set(title, String(error));
      }
    },
  };
  describeFamily(api, () => subject);
  return failed;
}

const options = { covariance: 'full', ddof: 1, samplingBias: 1 } as const;

function mutant(
  changed: (family: GaussianFamily, law: GaussianLaw) => Partial<GaussianFamily>,
  d = 2,
): FamilySubject<GaussianModel, Points, GaussianStatistics> {
  const subject = gaussianSubject(d, options);
  const { family } = subject;
  return { ...subject, family: { ...family, ...changed(family, family.law!) } };
}

interface Mistake {
  mistake: string;
  subject: FamilySubject<GaussianModel, Points, GaussianStatistics>;
  caught: string[];
}

const mistakes: Mistake[] = [
  {
    mistake: 'a Wishart of n degrees of freedom instead of n − 1',
    subject: mutant((_, law) => ({
      law: {
        ...law,
        addDraw(statistics, model, n, stream) {
          if (n === 0 || law.count(statistics) > 0) return law.addDraw(statistics, model, n, stream);
          law.addDraw(statistics, model, n + 1, stream);
          statistics.n = n;
        },
      },
    })),
    caught: ['statistics law > statistics of 8 points, drawn at once or reduced from points, have one law'],
  },
  {
    mistake: 'pooling without the scatter between the means',
    subject: mutant((_, law) => ({
      law: {
        ...law,
        addStatistics(statistics, other) {
          const aligned = law.create();
          law.addStatistics(aligned, other);
          if (law.count(statistics) > 0 && law.count(other) > 0) aligned.mean.set(statistics.mean);
          law.addStatistics(statistics, aligned);
        },
      },
    })),
    caught: ['pooling > statistics of 30 and 4 points pool to those of all'],
  },
  {
    mistake: 'a split that gives each part its share of the scatter',
    subject: mutant((_, law) => ({
      law: {
        ...law,
        split(statistics, n, stream) {
          const parts = law.split!(statistics, n, stream);
          for (const part of parts) {
            const share = Math.sqrt(part.n / statistics.n);
            part.scatter.set(statistics.scatter.map((entry) => entry * share));
          }
          return parts;
        },
      },
    })),
    caught: [
      'statistics law > a subset of 9 and the rest of 5 have the law of points',
      'statistics law > the two parts of a split pool to the whole',
    ],
  },
  {
    mistake: 'a sampling bias on the standard deviation instead of the covariance',
    subject: {
      ...gaussianSubject(1, { ...options, samplingBias: 0.8 }),
      family: {
        ...gaussian.create({ ...options, samplingBias: 0.8 }, { kind: 'points', d: 1 }),
        sample(model: GaussianModel, request, stream) {
          const { sample } = gaussian.create(options, { kind: 'points', d: 1 }) as GaussianFamily;
          return sample({ ...model, samplingBias: 0.8 * 0.8 }, request, stream);
        },
      },
    },
    caught: [
      'sampling law > samples have the known moments',
      'sampling law > samples have the known distribution function',
    ],
  },
  {
    mistake: 'a density without its normalisation',
    subject: mutant((family) => ({
      logDensity: (model, data) =>
        family.logDensity!(model, data).map((value) => value + Math.log(model.factor[0])),
    })),
    caught: ['sampling law > samples have the stated density: E[q / p] = 1 for neighbouring models q'],
  },
  {
    mistake: 'samples that are a little too narrow for their density',
    subject: mutant((family) => ({
      sample: (model, request, stream) =>
        family.sample({ ...model, factor: model.factor.map((entry) => entry * 0.95) }, request, stream),
    })),
    caught: ['sampling law > samples have the stated density: E[q / p] = 1 for neighbouring models q'],
  },
  {
    mistake: 'a fit that is not consistent',
    subject: mutant((family) => ({
      fit(input, stream) {
        const model = family.fit(input, stream);
        return { ...model, mean: model.mean.map((mean) => mean * 1.5) };
      },
    })),
    caught: ['consistency > errors of refits fall like n^-1/2 from n = 100 to n = 1600'],
  },
  {
    mistake: 'a sampler with a memory of its own',
    subject: mutant((family) => {
      let calls = 0;
      return {
        sample(model, request, stream) {
          const data = family.sample(model, request, stream);
          data.values[0] += ++calls * 1e-12;
          return data;
        },
      };
    }),
    caught: ['determinism > sample and fit repeat bit for bit'],
  },
  {
    mistake: 'plain JSON numbers',
    subject: mutant((family) => ({
      encode: ({ mean, factor, ...rest }) => ({
        ...rest,
        mean: Array.from(mean),
        factor: Array.from(factor),
      }),
      decode: (encoded) => family.decode(encoded),
    })),
    caught: ['serialisation > parameters that JSON has no word for survive'],
  },
  {
    mistake: 'a fit that takes NaN',
    subject: mutant((family) => ({
      fit({ train }, stream) {
        const values = train.values.map((value) => (Number.isFinite(value) ? value : 0));
        return family.fit({ train: { ...train, values } }, stream);
      },
    })),
    caught: ['refusals > refuses NaN, infinities and symbols outside the alphabet'],
  },
  {
    mistake: 'a number format that leaves the factor alone',
    subject: mutant(() => ({
      mapParameters: (model, f) => ({ ...model, mean: model.mean.map((x) => f(x)) }),
    })),
    caught: ['mapParameters > gives every parameter to the function and leaves the model as it was'],
  },
  {
    mistake: 'a fit that forgets the model it should overwrite',
    subject: mutant((_, law) => ({ law: { ...law, fit: (statistics) => law.fit(statistics) } })),
    caught: ['statistics law > fit overwrites and returns the model it is given'],
  },
];

describe('the contract suite', () => {
  it('finds nothing wrong with the unchanged family', () => {
    expect(violations(gaussianSubject(2, options))).toEqual(new Map());
  });

  it.each(mistakes)('catches $mistake', ({ subject, caught }) => {
    expect([...violations(subject, caught).keys()].sort()).toEqual([...caught].sort());
  });

  it('says what was off, by how much and what was allowed', () => {
    const subject = mutant((family) => ({
      sample: (model, request, stream) => {
        const data = family.sample(model, request, stream);
        return { ...data, values: data.values.map((value) => value + 1) };
      },
    }));
    const title = 'sampling law > samples have the known moments';
    const message = violations(subject, [title]).get(title);
    expect(message).toMatch(
      /^ContractViolation: moment 0: got 1\.5\d*, expected 0\.5, standard error 0\.00\d*, z = 1\d\d\.\d*, allowed 5$/,
    );
    expect(new ContractViolation('x')).toBeInstanceOf(Error);
  });
});
