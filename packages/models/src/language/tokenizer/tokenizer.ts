/** Text as tokens of a vocabulary, and back. */
export interface Tokenizer {
  /** What makes two tokenizers the same: they give the same tokens for all text. */
  readonly identity: string;
  /** k: tokens are 0 … k − 1. */
  readonly vocabularySize: number;
  encode(text: string): Uint32Array;
  decode(tokens: ArrayLike<number>): string;
}
