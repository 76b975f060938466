/** One session of an engine for all models and trainings of a family: whoever uses it finds it as it was left. */
import type { Engine, RecordedModule, Session } from '@collapse-lab/tensor';
import { elementsOf, type NetworkModel } from './network-model.ts';

/** A training gives its place up to whoever comes next, and takes it again. */
export interface SessionUser {
  /** Whether it enters a session with no moments and no steps. */
  readonly begins: boolean;
  /** Called before another one uses the session. */
  leave(session: Session): void;
  enter(session: Session): void;
}

/** The parameters of a model as those of the recorded module, where these are others. */
export type Pack = (parameters: NetworkModel['parameters']) => Readonly<Record<string, Float32Array>>;

interface Loaded {
  readonly session: Session;
  /** The state before anything happened; absent where it is large, and the module is loaded anew instead. */
  readonly blank: Uint8Array | undefined;
  /** Whether a training was in it. */
  used: boolean;
}

/** Numbers of a state that is kept for new trainings: 16 MB. */
const mostKept = 4_194_304;

export class SharedSession {
  readonly #engine: Engine;
  readonly #module: RecordedModule;
  readonly #pack: Pack;
  #loaded: Loaded | undefined;
  #model: NetworkModel | undefined;
  #user: SessionUser | undefined;

  constructor(engine: Engine, module: RecordedModule, pack: Pack = (parameters) => parameters) {
    this.#engine = engine;
    this.#module = module;
    this.#pack = pack;
  }

  /** With the weights of this model. */
  of(model: NetworkModel): Session {
    const { session } = this.#load();
    if (this.#model === model) return session;
    this.#dismiss(session);
    this.write(session, model);
    this.#model = model;
    return session;
  }

  /** As this user left it. */
  for(user: SessionUser): Session {
    const { session } = this.#load();
    if (this.#user === user) return session;
    this.#dismiss(session);
    if (user.begins) this.#clear();
    const entered = this.#load();
    entered.used = true;
    user.enter(entered.session);
    this.#user = user;
    return entered.session;
  }

  /** Sets all parameters. */
  write(session: Session, { parameters }: NetworkModel): void {
    session.setParameters(this.#pack(parameters));
  }

  /** The user needs its state no more; where it comes again, it enters anew. */
  done(user: SessionUser): void {
    if (this.#user === user) this.#user = undefined;
  }

  /** Gives the memory back. Whoever uses the session again finds it as it was left, loaded anew. */
  dispose(): void {
    if (this.#loaded === undefined) return;
    const { session } = this.#loaded;
    this.#dismiss(session);
    session.dispose();
    this.#loaded = undefined;
  }

  #dismiss(session: Session): void {
    this.#user?.leave(session);
    this.#user = undefined;
    this.#model = undefined;
  }

  /** No moments and no steps any more. */
  #clear(): void {
    const { session, blank, used } = this.#load();
    if (!used) return;
    if (blank !== undefined) session.restore(blank);
    else this.dispose();
  }

  #load(): Loaded {
    if (this.#loaded === undefined) {
      const session = this.#engine.loadSync(this.#module);
      const small = stateSize(this.#module) <= mostKept;
      this.#loaded = { session, blank: small ? session.state() : undefined, used: false };
    }
    return this.#loaded;
  }
}

/** Numbers of parameters and moments. */
function stateSize({ parameters, slots }: RecordedModule): number {
  const shapes = [...Object.values(parameters), ...Object.values(slots)].map(({ shape }) => shape);
  return shapes.reduce((sum, shape) => sum + elementsOf(shape), 0);
}
