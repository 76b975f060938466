/** Language models as decoding sees them: sequences side by side, which go on token by token. */

/** `n` sequences of one length: the tokens of sequence i are values[i*length … ]. */
export interface Prompts {
  readonly n: number;
  readonly length: number;
  /** n × length, row-major. */
  readonly values: ArrayLike<number>;
}

export interface NextTokens<Scores> {
  /** Tokens are 0 … k − 1. */
  readonly k: number;
  /** What comes after each prompt: n rows. What was before is forgotten. */
  begin(prompts: Prompts): Scores;
  /**
   * Row i becomes row sources[i] of the call before with tokens[i] appended; what comes after that. Both have as many
   * elements as there shall be rows.
   */
  next(sources: Int32Array, tokens: Int32Array): Scores;
}

/** rows × k, row-major: logarithms of probabilities up to a constant of each row. */
export type NextLogits = NextTokens<Float32Array | Float64Array>;

/** The likeliest next tokens of every row, the best first, `count` of them a row. */
export interface Candidates {
  readonly count: number;
  /** rows × count. */
  readonly tokens: ArrayLike<number>;
  /** rows × count. In nats; lowered where a penalty is applied. */
  readonly logProbabilities: ArrayLike<number>;
}

export type NextCandidates = NextTokens<Candidates>;
