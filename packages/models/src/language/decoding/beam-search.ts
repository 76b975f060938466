/**
 * Beam search for many prompts at once, as in Hugging Face's transformers (early stopping off): at every step the 2·beams
 * best continuations of the beams of a prompt are looked at, those that end go to the finished ones, the best others
 * stay. Of equal scores the one of the better beam comes first, then the candidate that its row names first.
 */
import { pow } from '@collapse-lab/math';
import type { Candidates, NextCandidates, Prompts } from './next-tokens.ts';

export interface BeamOptions {
  readonly beams: number;
  /** New tokens at most, the end token among them. */
  readonly length: number;
  /** A finished text has score Σ log p / (new tokens)^lengthPenalty. It decides between texts of different lengths alone. */
  readonly lengthPenalty?: number;
  /** A token after which a text is finished; absent: all have `length` tokens. */
  readonly end?: number;
}

export interface BeamResult {
  /** New tokens of the best text, without the end token. */
  readonly tokens: Uint32Array;
  readonly score: number;
}

/** How many candidates of each row a search needs: that many of the best may end. */
export function candidatesNeeded({ beams, end }: BeamOptions): number {
  return end === undefined ? beams : 2 * beams;
}

/**
 * @param model gives at least min(k, candidatesNeeded) candidates a row
 * @returns the best text for every prompt
 */
export function beamSearch(model: NextCandidates, prompts: Prompts, options: BeamOptions): BeamResult[] {
  const { beams, length } = options;
  const searches = Array.from({ length: prompts.n }, () => new Search(options));
  let candidates = model.begin(prompts);
  for (let step = 0; step < length; step++) {
    const rows = step === 0 ? 1 : beams;
    const sources = new Int32Array(prompts.n * beams);
    const tokens = new Int32Array(prompts.n * beams);
    for (const [i, search] of searches.entries()) search.advance(candidates, i, rows, sources, tokens);
    if (step === length - 1 || searches.every((search) => search.done)) break;
    candidates = model.next(sources, tokens);
  }
  return searches.map((search) => search.best());
}

/** A token and the text before it. */
interface Link {
  readonly token: number;
  readonly before: Link | undefined;
}

interface Beam {
  readonly score: number;
  readonly text: Link | undefined;
}

interface Continuation {
  readonly score: number;
  readonly beam: number;
  readonly token: number;
}

/** The beams of one prompt. */
class Search {
  readonly #options: BeamOptions;
  #beams: readonly Beam[] = [{ score: 0, text: undefined }];
  /** The best first. */
  #finished: Beam[] = [];
  #made = 0;
  done = false;

  constructor(options: BeamOptions) {
    this.#options = options;
  }

  /**
   * One token further.
   *
   * @param rows that each prompt has among the candidates; those of this one begin at prompt · rows
   * @param sources and tokens: what the beams of this prompt become is written to prompt · beams …
   */
  advance(
    candidates: Candidates,
    prompt: number,
    rows: number,
    sources: Int32Array,
    tokens: Int32Array,
  ): void {
    const { beams, end } = this.#options;
    const from = prompt * beams;
    if (this.done) {
      sources.fill(prompt * rows, from, from + beams);
      return;
    }
    this.#made++;
    const chosen: Continuation[] = [];
    const continuations = this.#continuations(candidates, prompt * rows);
    for (const [rank, each] of continuations.entries()) {
      if (each.token !== end) chosen.push(each);
      else if (rank < beams) this.#finish({ score: each.score, text: this.#beams[each.beam].text });
      if (chosen.length === beams) break;
    }
    // Fewer where the vocabulary has fewer tokens than there are beams: the rest can never win.
    while (chosen.length < beams) chosen.push({ ...(chosen[0] ?? { beam: 0, token: 0 }), score: -Infinity });
    for (const [i, { beam, token }] of chosen.entries()) {
      sources[from + i] = prompt * rows + beam;
      tokens[from + i] = token;
    }
    const before = this.#beams;
    this.#beams = chosen.map(({ score, beam, token }) => {
      return { score, text: { token, before: before[beam].text } };
    });
    this.done = this.#isDone(continuations[0].score);
  }

  /** The 2·beams best of all beams. */
  #continuations({ count, tokens, logProbabilities }: Candidates, firstRow: number): Continuation[] {
    const all: Continuation[] = [];
    for (const [beam, { score }] of this.#beams.entries())
      for (let i = 0; i < count; i++) {
        const at = (firstRow + beam) * count + i;
        all.push({ score: score + logProbabilities[at], beam, token: tokens[at] });
      }
    // Array.sort is stable: beams in order, candidates of a row in order.
    return all.sort((a, b) => compare(b.score, a.score)).slice(0, 2 * this.#options.beams);
  }

  #finish({ score, text }: Beam): void {
    this.#finished.push({ score: this.#normalised(score), text });
    this.#finished.sort((a, b) => compare(b.score, a.score));
    this.#finished.length = Math.min(this.#finished.length, this.#options.beams);
  }

  /** Not even the best of what was looked at would be among the finished ones, were it to end now. */
  #isDone(best: number): boolean {
    const { beams } = this.#options;
    return this.#finished.length === beams && this.#finished[beams - 1].score >= this.#normalised(best);
  }

  #normalised(score: number): number {
    const { lengthPenalty = 0 } = this.#options;
    return lengthPenalty === 0 ? score : score / pow(this.#made, lengthPenalty);
  }

  best(): BeamResult {
    if (!this.done) for (const beam of this.#beams) this.#finish(beam);
    const [{ score, text }] = this.#finished;
    return { tokens: tokensOf(text), score };
  }
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function tokensOf(text: Link | undefined): Uint32Array {
  const tokens: number[] = [];
  for (let link = text; link !== undefined; link = link.before) tokens.push(link.token);
  return Uint32Array.from(tokens.reverse());
}
