import { CollapseLabError } from '@collapse-lab/math';

/** A file of a model or tokenizer that is broken, or of a kind that is not built here. Names the file. */
export class ModelFileError extends CollapseLabError {
  override readonly name: string = 'ModelFileError';

  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
  }
}
