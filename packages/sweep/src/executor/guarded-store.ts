import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { asStoreError } from '../store/store-error.ts';

/** One store a thread: opening it may read what is there. */
const stores = new Map<string, Promise<Store>>();

/** The store in `directory`, but every failure of it is a StoreError: so that it is never taken for one of a cell. */
export function guardedStore(directory: string): Promise<Store> {
  const opened = stores.get(directory) ?? openStore(directory).then(guarded);
  stores.set(directory, opened);
  opened.catch(() => stores.delete(directory));
  return opened;
}

function guarded(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        try {
          return await Reflect.apply(member, target, args);
        } catch (error) {
          throw asStoreError(error, `use the store (${String(name)})`, target.directory);
        }
      };
    },
  });
}
