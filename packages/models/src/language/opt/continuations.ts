/** The method of generation, and the programs it takes. */
import type { Stream } from '@collapse-lab/math';
import type { Session } from '@collapse-lab/tensor';
import type { DataShape } from '../../data/data.ts';
import { beamSearch } from '../decoding/beam-search.ts';
import { candidatesOf, withoutToken } from '../decoding/candidates-of.ts';
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

/** What continuations are made of. */
export interface ContinuationRule {
  readonly options: GenerateOptions;
  readonly shape: SequencesShape;
  /** A token that never comes, such as the one that ends texts: all continuations have the same length. */
  readonly withheld: number | undefined;
}

export function generateSizes({ options, shape, withheld }: ContinuationRule): GenerateSizes {
  const { length, k } = shape;
  const beams = beamsOf(options);
  const promptLength = options.from === 'prompts' ? length : 1;
  return {
    prompts: options.batch,
    promptLength,
    // The last token is not read again.
    length: promptLength + length - 1,
    beams: Math.max(1, beams),
    candidates:
      beams > 0 && options.repetitionPenalty === 1
        ? Math.min(k, beams + (withheld === undefined ? 0 : 1))
        : 'all',
  };
}

/**
 * @param session with the weights of the model
 * @param streams one for each prompt
 * @returns n × length new tokens
 */
export function continuationsWith(
  session: Session,
  rule: ContinuationRule,
  prompts: Prompts,
  streams: readonly Stream[],
): Uint32Array {
  const { options, shape } = rule;
  const { length, k } = shape;
  const { lengthPenalty } = options;
  const sizes = generateSizes(rule);
  const beams = beamsOf(options);
  if (beams === 0) {
    const model = new CachedOpt(session, k, sizes, readLogits(k));
    return sampleTokens(model, prompts, length, choiceOf(rule), streams);
  }
  const model = candidatesFor(session, rule, sizes);
  const found = beamSearch(model, prompts, { beams, length, lengthPenalty });
  const out = new Uint32Array(prompts.n * length);
  for (const [i, { tokens }] of found.entries()) out.set(tokens, i * length);
  return out;
}

function candidatesFor(
  session: Session,
  { options, shape, withheld }: ContinuationRule,
  sizes: GenerateSizes,
): NextCandidates {
  const { length, k } = shape;
  const { candidates } = sizes;
  if (candidates !== 'all') {
    const model = new CachedOpt(session, k, sizes, readCandidates(candidates));
    return withheld === undefined ? model : withoutToken(model, withheld);
  }
  const { repetitionPenalty } = options;
  const logits = new CachedOpt(session, k, sizes, readLogits(k));
  return candidatesOf(logits, { count: sizes.beams, length, repetitionPenalty, withheld });
}

function choiceOf({ options, withheld }: ContinuationRule): Choice {
  const { method, repetitionPenalty, temperature, topK, topP, typical } = options;
  if (method !== 'sample') return { method: 'greedy', repetitionPenalty, withheld };
  return {
    method,
    repetitionPenalty,
    temperature,
    withheld,
    ...(topK === 'none' ? {} : { topK }),
    ...(topP === 'none' ? {} : { topP }),
    ...(typical === 'none' ? {} : { typical }),
  };
}
