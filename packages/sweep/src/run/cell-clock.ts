/**
 * How far a long cell is and how long it will take, from what its worker reports. A generation is a sequence of phases
 * (generating, training), each so many steps, which may grow with the pool; how long they take is known once a generation
 * was seen from its beginning. Pretraining happens once.
 */
import type { Phase, WorkProgress } from '@collapse-lab/process';

/** What a worker says of a cell from time to time. */
export interface CellProgress {
  /** Generation of the last fitted model; −1 before the first. */
  readonly t: number;
  readonly generations: number;
  /** How far model t + 1 is, where the family works in steps. */
  readonly work?: WorkProgress;
}

/** What is known of the phase of one kind. */
interface PhaseClock {
  /** Of the last generation that had it. */
  t: number;
  steps: number;
  /** More steps in each further generation. */
  growth: number;
  /** What was seen of it in all: steps, and seconds they took. */
  seenSteps: number;
  seenSeconds: number;
}

/** Families without steps make one a generation. */
type Kind = Phase | 'whole';

/** The report as steps of a phase of generation t + 1, or of the whole run. */
interface Position {
  readonly kind: Kind;
  readonly t: number;
  readonly made: number;
  readonly steps: number;
  readonly units: number | undefined;
}

export class CellClock {
  readonly #phases = new Map<Kind, PhaseClock>();
  #last: { readonly progress: CellProgress; readonly at: Position; readonly now: number } | undefined;
  /** Whether a generation after the first was heard of from its beginning, so that no phase of it was missed. */
  #fromBeginning = false;
  /** Where units of this phase began to be counted. */
  #unitsFrom: { readonly made: number; readonly now: number } | undefined;

  /** @param now milliseconds */
  hear(progress: CellProgress, now: number): void {
    const at = positionOf(progress);
    const before = this.#last;
    if (before !== undefined && at.t > before.at.t) this.#fromBeginning = true;
    const same = before !== undefined && before.at.kind === at.kind && before.at.t === at.t;
    const clock = this.#clockOf(at);
    if (same) {
      clock.seenSteps += at.made - before.at.made;
      clock.seenSeconds += (now - before.now) / 1000;
    } else this.#unitsFrom = at.units === undefined ? undefined : { made: at.units, now };
    this.#last = { progress, at, now };
  }

  get progress(): CellProgress | undefined {
    return this.#last?.progress;
  }

  /** Of what the phase counts; undefined until it is measured. */
  get unitsPerSecond(): number | undefined {
    const [from, last] = [this.#unitsFrom, this.#last];
    if (from === undefined || last === undefined || last.now <= from.now) return undefined;
    return (1000 * ((last.at.units ?? from.made) - from.made)) / (last.now - from.now);
  }

  /** Seconds until the cell is done, as far as it was heard of; undefined until enough is known. */
  get secondsLeft(): number | undefined {
    if (this.#last === undefined) return undefined;
    const { at, progress } = this.#last;
    if (at.kind === 'whole') return this.#secondsOf('whole', at.steps - at.made);
    const further = progress.generations - progress.t - 1;
    const rest = this.#secondsOf(at.kind, at.steps - at.made);
    if (further === 0 && at.kind === 'training') return rest;
    if (!this.#fromBeginning || !this.#phases.has('training')) return undefined;
    const kinds: Kind[] = this.#phases.has('generating') ? ['generating', 'training'] : ['training'];
    const training = at.kind === 'generating' ? this.#further('training', at.t, 1) : 0;
    const later = kinds.map((kind) => this.#further(kind, at.t + 1, further));
    return [rest, training, ...later].reduce(add, 0);
  }

  /** Seconds of a phase in `count` generations, from the one after model `t`. */
  #further(kind: Kind, t: number, count: number): number | undefined {
    const clock = this.#phases.get(kind)!;
    const growth = count * (t - clock.t) + (count * (count - 1)) / 2;
    return this.#secondsOf(kind, count * clock.steps + growth * clock.growth);
  }

  #secondsOf(kind: Kind, steps: number): number | undefined {
    const { seenSteps, seenSeconds } = this.#phases.get(kind)!;
    return seenSteps > 0 ? (steps * seenSeconds) / seenSteps : undefined;
  }

  #clockOf({ kind, t, steps }: Position): PhaseClock {
    const known = this.#phases.get(kind);
    if (known === undefined) {
      const made = { t, steps, growth: 0, seenSteps: 0, seenSeconds: 0 };
      this.#phases.set(kind, made);
      return made;
    }
    // The first training is of D_0, and no step from a synthetic set to the next.
    if (t > known.t) known.growth = known.t < 0 ? 0 : (steps - known.steps) / (t - known.t);
    known.t = t;
    known.steps = steps;
    return known;
  }
}

function positionOf({ t, generations, work }: CellProgress): Position {
  if (work === undefined)
    return { kind: 'whole', t: 0, made: t + 1, steps: generations + 1, units: undefined };
  const { phase: kind, made, steps, units } = work;
  return { kind, t, made, steps, units: units?.made };
}

function add(sum: number | undefined, seconds: number | undefined): number | undefined {
  return sum === undefined || seconds === undefined ? undefined : sum + seconds;
}
