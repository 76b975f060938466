/** The method of generation, and the programs it takes. */
import type { Stream } from '@collapse-lab/math';
import type { Session } from '@collapse-lab/tensor';
import type { DataShape } from '../../data/data.ts';
import { beamSearch } from '../decoding/beam-search.ts';
import { candidatesOf } from '../decoding/candidates-of.ts';
import type { Choice } from '../decoding/choose-token.ts';
import type { NextCandidates, Prompts } from '../decoding/next-tokens.ts';
import { sampleTokens } from '../decoding/sample-tokens.ts';
import { CachedOpt, readCandidates, readLogits } from './cached-opt.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GenerateSizes } from './opt-programs.ts';

type SequencesShape = DataShape & { readonly kind: 'sequences' };

/** Beams of a search; greedy is a search with one, where no penalty acts on its logits; 0: tokens are chosen one by one. */
function beamsOf({ method, beams, repetitionPenalty }: GenerateOptions): number {
  if (method === 'beam') return beams;
  return method === 'greedy' && repetitionPenalty === 1 ? 1 : 0;
}

export function generateSizes(options: GenerateOptions, { length, k }: SequencesShape): GenerateSizes {
  const beams = beamsOf(options);
  const promptLength = options.from === 'prompts' ? length : 1;
  return {
    prompts: options.batch,
    promptLength,
    // The last token is not read again.
    length: promptLength + length - 1,
    beams: Math.max(1, beams),
    candidates: beams > 0 && options.repetitionPenalty === 1 ? Math.min(k, beams) : 'all',
  };
}

/**
 * @param session with the weights of the model
 * @param streams one for each prompt
 * @returns n × length new tokens
 */
export function continuationsWith(
  session: Session,
  options: GenerateOptions,
  shape: SequencesShape,
  prompts: Prompts,
  streams: readonly Stream[],
): Uint32Array {
  const { length, k } = shape;
  const { lengthPenalty, repetitionPenalty } = options;
  const sizes = generateSizes(options, shape);
  const beams = beamsOf(options);
  if (beams === 0) {
    const model = new CachedOpt(session, k, sizes, readLogits(k));
    return sampleTokens(model, prompts, length, choiceOf(options), streams);
  }
  const { candidates } = sizes;
  const model: NextCandidates =
    candidates === 'all'
      ? candidatesOf(new CachedOpt(session, k, sizes, readLogits(k)), {
          count: beams,
          length,
          repetitionPenalty,
        })
      : new CachedOpt(session, k, sizes, readCandidates(candidates));
  const found = beamSearch(model, prompts, { beams, length, lengthPenalty });
  const out = new Uint32Array(prompts.n * length);
  for (const [i, { tokens }] of found.entries()) out.set(tokens, i * length);
  return out;
}

function choiceOf({ method, repetitionPenalty, temperature, topK, topP, typical }: GenerateOptions): Choice {
  if (method !== 'sample') return { method: 'greedy', repetitionPenalty };
  return {
    method,
    repetitionPenalty,
    temperature,
    ...(topK === 'none' ? {} : { topK }),
    ...(topP === 'none' ? {} : { topP }),
    ...(typical === 'none' ? {} : { typical }),
  };
}
