import { Stream, uniformInteger } from '@collapse-lab/math';
import {
  type Blobs,
  type FitInput,
  type OptFamily,
  type OptModel,
  type OptWeights,
  opt,
  optLogits,
  optModelOf,
  optWeightsOf,
  type Prompts,
  type RealSource,
  type Sequences,
  sampleTokens,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const shape = { kind: 'sequences', length: 6, k: 7 } as const;
const tiny = { width: 8, layers: 2, heads: 2, positions: 12, batch: 4, learningRate: 0.02 };

function familyOf(options: object, of: Partial<typeof shape> = {}, real?: RealSource): OptFamily {
  const resolved = opt.resolve({ ...tiny, ...options });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return opt.create(resolved.options, { ...shape, ...of }, real) as OptFamily;
}

function problemsOf(options: Record<string, unknown>): string[] {
  const resolved = opt.resolve(options);
  if (!('problems' in resolved)) return [];
  return resolved.problems.map(({ path, expected }) => `${path.join('.')}: ${expected}`);
}

function uniform(n: number, name: string): Sequences {
  const stream = Stream.fromPath(['opt test', name]);
  return { ...shape, n, values: Uint32Array.from({ length: 6 * n }, () => uniformInteger(stream, 7)) };
}

const fitted = (family: OptFamily, input: Partial<FitInput<OptModel, Sequences>> = {}): OptModel =>
  family.fit({ train: uniform(10, 'train'), ...input }, Stream.fromPath(['fit']));

/** The logits after the last tokens, all computed anew at every step. */
function recomputed(weights: OptWeights, k: number): Parameters<typeof sampleTokens>[0] {
  let rows: number[][] = [];
  const logits = (): Float32Array => {
    const [n, length, table] = [rows.length, rows[0].length, weights.config.vocabularySize];
    const values = Uint32Array.from(rows.flat());
    const all = optLogits(weights, { kind: 'sequences', n, length, k: table, values });
    return Float32Array.from({ length: n * k }, (_, i) => {
      const row = Math.floor(i / k);
      return all[((row + 1) * length - 1) * table + (i % k)];
    });
  };
  return {
    k,
    begin: ({ n, length, values }: Prompts) => {
      rows = Array.from({ length: n }, (_, i) =>
        Array.from({ length }, (_, j) => Number(values[i * length + j])),
      );
      return logits();
    },
    next: (sources, tokens) => {
      rows = Array.from(sources, (source, i) => [...rows[source], tokens[i]]);
      return logits();
    },
  };
}

describe('options', () => {
  it('all that is wrong is said at once', () => {
    expect(
      problemsOf({
        width: 10,
        heads: 4,
        layers: 0,
        dropout: 1,
        start: 'pretrained',
        generate: { method: 'sample', beams: 3, topP: 2, from: 'x' },
        colour: 1,
      }),
    ).toEqual([
      'layers: an integer from 1 to 1024',
      'dropout: a number from 0 to less than 1',
      'colour: no such option, only width, layers, heads, hidden, positions, dropout, pretrained, start, epochs, batch, ' +
        'learningRate, schedule, finalLearningRate, weightDecay, clipNorm, validation, generate',
      'generate.from: prompts or start',
      'generate.topP: none or a number above 0 and at most 1',
      'heads: a divisor of width, which is 10',
      'start: fresh or previous, unless pretrained is given',
    ]);
    expect(problemsOf({ generate: { method: 'sample', beams: 3 } })).toEqual([
      'generate.beams: nothing, unless method is beam',
    ]);
    expect(problemsOf({ pretrained: { sequences: 0, seed: -1 }, start: 'fresh' })).toEqual([
      'pretrained.sequences: a positive integer',
      'pretrained.seed: an integer ≥ 0',
      'pretrained: none, where start is fresh',
    ]);
    expect(problemsOf({ layers: 1e9 })).toEqual(['layers: an integer from 1 to 1024']);
    expect(problemsOf({ schedule: 'constant', finalLearningRate: 0 })).toEqual([
      'finalLearningRate: nothing, unless schedule is linear or cosine',
    ]);
  });

  it('defaults follow from other options', () => {
    const resolve = (options: Record<string, unknown>): unknown => {
      const resolved = opt.resolve(options);
      return 'options' in resolved && resolved.options;
    };
    expect(resolve({ width: 12 })).toMatchObject({ hidden: 48, start: 'fresh', learningRate: 1e-3 });
    expect(resolve({ pretrained: {} })).toMatchObject({
      start: 'pretrained',
      learningRate: 1e-5,
      pretrained: { sequences: 2000, epochs: 3, learningRate: 1e-3, seed: 1 },
    });
  });

  it('sizes must fit the data', () => {
    expect(() => familyOf({ positions: 11 })).toThrow(
      'positions: got 11, expected at least 12, prompt and continuation of 6 tokens.',
    );
    expect(() => familyOf({ positions: 5, generate: { from: 'start' } })).toThrow(
      'positions: got 5, expected at least 6, sequences of 6 tokens.',
    );
    expect(() => familyOf({}, { length: 1 } as never)).toThrow(
      'shape.length: got 1, expected at least 2: a model predicts all tokens but the first. With generate.from: start it ' +
        'predicts the first, too.',
    );
    const real = { name: 'text', shape, identity: 'text', draw: () => uniform(1, 'text') };
    expect(() => familyOf({ pretrained: {} }, {}, real)).toThrow(
      /^pretrained: got .*, expected none: text has no text to pretrain on\. Name some: real\.pretraining\.$/,
    );
    const pretraining = { ...real, shape: { ...shape, length: 13 } };
    expect(() => familyOf({ pretrained: {}, positions: 12 }, {}, { ...real, pretraining })).toThrow(
      'positions: got 12, expected at least 13, the length of the sequences to pretrain on.',
    );
  });

  it('a family without what it starts from says so', () => {
    const family = familyOf({ pretrained: {} });
    expect(() => fitted(family)).toThrow(
      'base: got undefined, expected the pretrained model, which every generation starts from. Pass what pretrain() gives.',
    );
    expect(() => family.pretrain?.()).toThrow(
      'real.pretraining: got undefined, expected text to pretrain on. Create the family with real data that have some.',
    );
    const model = fitted(familyOf({}));
    expect(() => familyOf({}).sample(model, { n: 1 }, Stream.fromPath(['no prompts']))).toThrow(
      'request.given: got undefined, expected sequences of length 6 with k = 7.',
    );
  });
});

describe('training', () => {
  const one = { ...uniform(1, 'one'), n: 12, values: new Uint32Array(72) };

  it('the epoch with the least validation loss is kept, the first of equal ones', () => {
    // Texts of zeros only: what is learnt of them makes everything else less likely.
    const options = { schedule: 'constant', learningRate: 0.05 };
    const validation = { ...one, n: 2, values: Uint32Array.from({ length: 12 }, (_, i) => 1 + (i % 6)) };
    const chosen = fitted(familyOf({ ...options, epochs: 4 }), { train: one, validation });
    const first = fitted(familyOf({ ...options, epochs: 1 }), { train: one });
    expect(chosen).toEqual(first);
    const last = fitted(familyOf({ ...options, epochs: 4 }), { train: one });
    expect(last).not.toEqual(first);
    expect(fitted(familyOf({ ...options, epochs: 4 }), { train: one, validation: one })).toEqual(last);
  });

  it('where it starts: fresh weights, those pretrained, or those of the generation before', () => {
    const slow = { learningRate: 1e-12, weightDecay: 0, schedule: 'constant', epochs: 1 };
    const [base, previous] = [
      fitted(familyOf({}), { train: one }),
      fitted(familyOf({}), { train: uniform(9, 'previous') }),
    ];
    const near = (start: string, pretrained: unknown): string => {
      const { parameters } = fitted(familyOf({ ...slow, start, pretrained }), { base, previous });
      const table = 'model.decoder.embed_tokens.weight';
      const distance = (other: OptModel): number =>
        parameters[table].reduce((most, x, i) => Math.max(most, Math.abs(x - other.parameters[table][i])), 0);
      return distance(base) < 1e-9 ? 'base' : distance(previous) < 1e-9 ? 'previous' : 'fresh';
    };
    expect(near('fresh', 'none')).toBe('fresh');
    expect(near('pretrained', {})).toBe('base');
    expect(near('previous', {})).toBe('previous');
  });

  it('a training that diverges says so', () => {
    expect(() => fitted(familyOf({ learningRate: 1e30, epochs: 9 }))).toThrow(
      /^step \d+: the loss is (NaN|Infinity), expected a finite number: the training has diverged\. Lower learningRate \(1e\+30\)\.$/,
    );
  });

  it.each([0, 4])(
    'that diverges in its last step is refused, with %d sequences of validation',
    (validation) => {
      const family = familyOf({
        learningRate: validation === 0 ? 1e38 : 1e20,
        schedule: 'constant',
        epochs: 1,
        validation,
      });
      const data = uniform(4, 'train');
      const training = family.train({ train: data, validation: data }, Stream.fromPath(['diverges']));
      expect(training.steps).toBe(1);
      expect(() => training.finish()).toThrow(/^step 1: the loss is NaN, expected a finite number/);
    },
  );

  it('large states go to blobs and come back bit for bit', () => {
    const kept = new Map<string, Uint8Array>();
    const blobs: Blobs = {
      put: (bytes) => {
        const name = `blob ${kept.size}`;
        kept.set(name, bytes.slice());
        return name;
      },
      get: (name) => kept.get(name) as Uint8Array,
    };
    const family = familyOf({ width: 64, epochs: 2, heads: 4 });
    const input = { train: uniform(8, 'blobs'), validation: uniform(3, 'validation') };
    const train = () => family.train(input, Stream.fromPath(['blobs']));
    const expected = train().finish();
    const work = train();
    work.advance(3);
    const stored = JSON.stringify(work.encode(blobs));
    expect(stored.length).toBeLessThan(300);
    const further = train();
    further.restore(JSON.parse(stored), blobs);
    const model = further.finish();
    expect(model).toEqual(expected);
    const before = kept.size;
    expect(family.decode(family.encode(model, blobs), blobs)).toEqual(model);
    expect(kept.size - before).toBe(1);
    const bytes = 4 * family.parameterCount;
    expect(() => family.decode(family.encode(model, blobs))).toThrow(
      `encoded: got {"blob":"blob ${before + 1}"}, expected the name of a blob of ${bytes} bytes.`,
    );
    kept.set('short', new Uint8Array(5));
    expect(() => family.decode({ blob: 'short' }, blobs)).toThrow(
      `encoded: got "5 bytes", expected the name of a blob of ${bytes} bytes.`,
    );
  });
});

describe('scores', () => {
  it('are sums of log probabilities, the same bits one by one and together', () => {
    for (const from of ['prompts', 'start']) {
      const family = familyOf({ generate: { from } });
      const model = fitted(family);
      const data = uniform(35, 'scores');
      const scores = family.logDensity(model, data);
      const begin = from === 'start' ? [7] : [];
      const k = family.config.vocabularySize;
      const values = data.values.slice(0, 6);
      const row = { kind: 'sequences', n: 1, length: 6 + begin.length, k } as const;
      const weights = optWeightsOf(model, family.config);
      const logits = optLogits(weights, { ...row, values: Uint32Array.from([...begin, ...values]) });
      let expected = 0;
      for (let i = 0; i < family.scoredTokens; i++) {
        const own = Array.from(logits.subarray(i * k, i * k + 7));
        const target = values[6 - family.scoredTokens + i];
        expected += own[target] - Math.log(own.reduce((sum, logit) => sum + Math.exp(logit), 0));
      }
      expect(scores[0]).toBeCloseTo(expected, 4);
      const alone = Array.from({ length: 35 }, (_, i) => {
        const one = { ...data, n: 1, values: data.values.slice(6 * i, 6 * i + 6) };
        return family.logDensity(model, one)[0];
      });
      expect(Array.from(scores)).toEqual(alone);
    }
  });
});

describe('generation', () => {
  const prompts = uniform(5, 'prompts');

  it.each([
    { method: 'sample', topP: 0.9, repetitionPenalty: 1.2 },
    { method: 'sample', from: 'start', temperature: 0.7 },
    { method: 'greedy' },
    { method: 'greedy', repetitionPenalty: 1.5 },
  ] as const)('with the cache as without: %o', (generate) => {
    const family = familyOf({ generate: { ...generate, batch: 3 } });
    const model = fitted(family);
    const fromStart = 'from' in generate;
    const request = fromStart ? { n: 7 } : { n: 7, given: prompts };
    const stream = Stream.fromPath(['cached']);
    const { values, n, length } = family.sample(model, request, stream);
    expect([n, length]).toEqual([7, 6]);
    const rows = Array.from({ length: 7 }, (_, i) => {
      const row = i % 5;
      return fromStart ? [7] : Array.from(prompts.values.slice(6 * row, 6 * row + 6));
    });
    const all = { n: 7, length: rows[0].length, values: rows.flat() };
    const streams = rows.map((_, i) => stream.split(1, 0).split(i));
    const weights = optWeightsOf(model, family.config);
    const expected = sampleTokens(recomputed(weights, 7), all, 6, generate, streams);
    expect(Array.from(values)).toEqual(Array.from(expected));
  });

  it('how many are generated together changes nothing', () => {
    const texts = [1, 4, 16].map((batch) => {
      const family = familyOf({ generate: { method: 'sample', batch } });
      return family.sample(fitted(family), { n: 9, given: prompts }, Stream.fromPath(['batch']));
    });
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).toEqual(texts[0]);
  });
});

describe('weights', () => {
  it('are refused where one is missing, unknown or of another size', () => {
    const family = familyOf({});
    const { config, tensors } = optWeightsOf(fitted(family), family.config);
    expect(optModelOf({ config, tensors }).parameters).toEqual(tensors);
    const name = 'model.decoder.layers.1.fc1.bias';
    const { [name]: _, ...rest } = tensors;
    expect(() => optModelOf({ config, tensors: rest })).toThrow(
      `tensors.${name}: got undefined, expected 32 numbers, row-major 32.`,
    );
    expect(() => optModelOf({ config, tensors: { ...tensors, extra: new Float32Array(1) } })).toThrow(
      'tensors.extra: got 1, expected no tensor of this name.',
    );
  });
});
