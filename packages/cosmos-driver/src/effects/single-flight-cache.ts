/** Values that are loaded once: whoever asks during a load waits for it, a load that fails leaves nothing behind. */
export interface SingleFlightCache<T> {
  /** The value of a key, loaded if need be. */
  get(key: string, load: () => Promise<T>): Promise<T>;
  /** Puts a value in place of what is there. */
  set(key: string, value: T): void;
  /** Forgets the values whose key begins so. */
  forget(prefix: string): void;
}

/** Makes an empty cache. */
export function createSingleFlightCache<T>(): SingleFlightCache<T> {
  const entries = new Map<string, Promise<T>>();
  return {
    get(key, load) {
      const known = entries.get(key);
      if (known !== undefined) return known;
      const loading = load();
      entries.set(key, loading);
      loading.catch(() => {
        if (entries.get(key) === loading) entries.delete(key);
      });
      return loading;
    },
    set: (key, value) => entries.set(key, Promise.resolve(value)),
    forget(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}
