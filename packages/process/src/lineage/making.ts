/**
 * A generation in the making, where a family works in steps: a recipe that asks for its long parts one after another. The
 * points that were generated are kept, so that whoever resumes goes through the recipe again without generating anew.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Blobs, Data, Json, Stepwise } from '@collapse-lab/models';
import { decodeData, encodeData } from './data-json.ts';
import { remedy } from './encoded-state.ts';
import { type Phase, progressOf, type WorkProgress } from './work.ts';

/** What a recipe asks for. Points for `generating`, a model for the others. */
export interface LongPart {
  readonly phase: Phase;
  begin(): Stepwise<unknown>;
}

export type Recipe<Result> = Generator<LongPart, Result, unknown>;

interface EncodedMaking {
  readonly generated: readonly Json[];
  readonly phase: Phase;
  readonly work: Json;
}

/** The part that was worked on. */
export function phaseOf(encoded: Json): Phase {
  return (encoded as unknown as EncodedMaking).phase;
}

export class Making<Result> {
  private readonly recipe: Recipe<Result>;
  private readonly generated: Data[] = [];
  private asked: IteratorResult<LongPart, Result>;
  private work: Stepwise<unknown> | undefined;

  private constructor(recipe: Recipe<Result>) {
    this.recipe = recipe;
    this.asked = recipe.next();
  }

  static begin<Result>(recipe: Recipe<Result>): Making<Result> {
    const making = new Making(recipe);
    making.beginPart();
    return making;
  }

  /** @throws InvalidArgumentError where what was encoded is not of such a recipe */
  static resume<Result>(recipe: Recipe<Result>, encoded: Json, blobs: Blobs | undefined): Making<Result> {
    const { generated, phase, work } = encoded as unknown as EncodedMaking;
    const making = new Making(recipe);
    for (const data of generated) {
      making.checkPhase('generating');
      making.keep(decodeData(data, blobs));
    }
    making.checkPhase(phase);
    making.beginPart();
    making.work!.restore(work, blobs);
    return making;
  }

  get progress(): WorkProgress | undefined {
    if (this.asked.done === true) return undefined;
    return progressOf(this.asked.value.phase, this.work!);
  }

  /** Some steps of the part that is worked on; what was asked for, once all of it is made. */
  advance(): { readonly result: Result } | undefined {
    const work = this.work!;
    work.advance(work.stride);
    if (work.made < work.steps) return undefined;
    this.keep(work.finish());
    this.beginPart();
    return this.asked.done === true ? { result: this.asked.value } : undefined;
  }

  encode(blobs: Blobs | undefined): Json {
    const { phase } = (this.asked as IteratorYieldResult<LongPart>).value;
    const generated = this.generated.map((data) => encodeData(data, blobs));
    return { generated, phase, work: this.work!.encode(blobs) };
  }

  private keep(result: unknown): void {
    if (this.asked.done !== true && this.asked.value.phase === 'generating')
      this.generated.push(result as Data);
    this.asked = this.recipe.next(result);
  }

  private beginPart(): void {
    this.work = this.asked.done === true ? undefined : this.asked.value.begin();
  }

  private checkPhase(got: Phase): void {
    const phase = this.asked.done === true ? undefined : this.asked.value.phase;
    if (phase === got) return;
    throw new InvalidArgumentError({
      argument: 'encoded.making.phase',
      got,
      expected: phase ?? 'nothing more',
      remedy,
    });
  }
}
