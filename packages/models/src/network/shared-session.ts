/** One session of an engine for all models and trainings of a family: whoever uses it finds it as it was left. */
import type { Engine, RecordedModule, Session } from '@collapse-lab/tensor';
import type { NetworkModel } from './network-model.ts';

/** A training gives its place up to whoever comes next, and takes it again. */
export interface SessionUser {
  /** Called before another one uses the session. */
  leave(session: Session): void;
  enter(session: Session): void;
}

/** The parameters of a model as those of the recorded module, where these are others. */
export type Pack = (parameters: NetworkModel['parameters']) => Readonly<Record<string, Float32Array>>;

export class SharedSession {
  readonly #engine: Engine;
  readonly #module: RecordedModule;
  readonly #pack: Pack;
  #loaded: { readonly session: Session; readonly blank: Uint8Array } | undefined;
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
    user.enter(session);
    this.#user = user;
    return session;
  }

  /** Sets all parameters. */
  write(session: Session, { parameters }: NetworkModel): void {
    session.setParameters(this.#pack(parameters));
  }

  /** The state of a session with no weights, no moments and no steps. */
  blank(): Uint8Array {
    return this.#load().blank;
  }

  /** The user needs its state no more. */
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

  #load(): { readonly session: Session; readonly blank: Uint8Array } {
    if (this.#loaded === undefined) {
      const session = this.#engine.loadSync(this.#module);
      this.#loaded = { session, blank: session.state() };
    }
    return this.#loaded;
  }
}
