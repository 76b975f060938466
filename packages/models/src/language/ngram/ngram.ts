/**
 * The n-gram family: a token depends on the n − 1 before it, by relative frequencies or smoothed ones. A sequence is a text of its
 * own: its first tokens depend on those there are, and no n-gram crosses from one sequence to the next, so that sequences are
 * i.i.d. One long text is one long sequence.
 */
import { InvalidArgumentError, type Stream } from '@collapse-lab/math';
import { checkData } from '../../data/check-data.ts';
import type { DataShape, Sequences } from '../../data/data.ts';
import { describeShape } from '../../data/data-shape.ts';
import { checkSize } from '../../data/make-data.ts';
import { checkSampleRequest } from '../../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../../family/define-model.ts';
import type { SampleRequest } from '../../family/family.ts';
import type { LanguageFamily } from '../language-family.ts';
import { decodeNgrams, encodeNgrams, type NgramModel } from './ngram-model.ts';
import { type NgramOptions, resolveNgramOptions } from './ngram-options.ts';
import { createWriter, writeSequences } from './sampler.ts';
import { scoreSequences } from './score.ts';
import { buildTrie } from './trie.ts';

export type NgramFamily = LanguageFamily<NgramModel>;

const name = 'ngram';
const lawVersion = 1;

export const ngram: ModelDefinition<NgramOptions> = defineModel({
  name,
  lawVersion,
  summary: 'text in which a token depends on the n − 1 before it, by their frequencies',
  options: {
    order: 'n, 1 … 8: a token depends on the n − 1 before it. Default: 2.',
    smoothing: 'none (default): maximum likelihood. absolute: interpolated absolute discounting.',
    discount: 'What absolute discounting takes from every count. Default: 0.75.',
    generate: '{ from: start } (default), or prompts: sequence i continues sequence i of D_0.',
  },
  resolve: resolveNgramOptions,
  create: createNgram,
});

function createNgram(options: NgramOptions, shape: DataShape): NgramFamily {
  if (shape.kind !== 'sequences')
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'sequences, which an n-gram model is fitted to',
    });
  const { k, length } = shape;
  const order = Math.min(options.order, length);
  const discount = options.smoothing === 'none' ? 0 : options.discount;
  const prompted = options.generate.from === 'prompts';
  const prepare = (model: NgramModel): ((request: SampleRequest, stream: Stream) => Sequences) => {
    let write: ReturnType<typeof createWriter> | undefined;
    return (request, stream) => {
      const prompts = prompted ? promptsOf(request, shape) : undefined;
      if (!prompted) checkSampleRequest(name, request);
      write ??= createWriter(model, discount);
      return writeSequences(write, { n: request.n, length, k, ...(prompts && { prompts }) }, stream);
    };
  };
  return {
    name,
    lawVersion,
    options: { ...options },
    shape,
    ...(prompted && { conditional: 'fixed' as const }),
    scoredTokens: length,
    minimumSize: 1,
    fit({ train }) {
      checkData('train', train, shape, 1);
      return buildTrie(train, order);
    },
    sample: (model, request, stream) => prepare(model)(request, stream),
    prepare,
    logDensity(model, data) {
      checkData('data', data, shape, 0);
      return scoreSequences(model, discount, data);
    },
    encode: encodeNgrams,
    decode: (encoded, blobs) => decodeNgrams(encoded, k, order, blobs),
  };
}

function promptsOf({ n, given }: SampleRequest, shape: DataShape & { kind: 'sequences' }): Sequences {
  checkSize('request.n', n);
  if (given === undefined)
    throw new InvalidArgumentError({
      argument: 'request.given',
      got: given,
      expected: 'sequences to continue, since generate is { from: prompts }',
    });
  checkData('request.given', given, shape, 1);
  return given as Sequences;
}
