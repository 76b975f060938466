import type { Store } from '../store/store.ts';
import { asStoreError } from '../store/store-error.ts';

/** The same store, but every failure of it is a StoreError: so that it is never taken for a failure of a cell. */
export function guarded(store: Store): Store {
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
