/**
 * The account documents of one runtime, for drivers that begin.
 *
 * 1. A document is read once for all who ask while it is read.
 * 2. Drivers that are open read it again now and then, and put it here. When none has for as long as that, nobody knows whether regions
 *    and credential are still what they were: whoever asks then reads it.
 * 3. A document that is too old still says where the account can be asked; it stays until there is a newer one.
 */
import { defaults } from '../options/defaults.ts';
import type { AccountProperties } from '../routing/account-properties.ts';
import type { Clock } from './clock.ts';

/** What is known of accounts. */
export interface AccountDocuments {
  /**
   * The document of a key, read if need be.
   *
   * @param read  Reads it; is given the one that is too old, if there is one. It may answer that, which grows no younger so.
   */
  get(
    key: string,
    read: (tooOld: AccountProperties | undefined) => Promise<AccountProperties>,
  ): Promise<AccountProperties>;
  /** Puts a document that was read just now in place of what is there. */
  set(key: string, properties: AccountProperties): void;
  /** Forgets a document. */
  forget(key: string): void;
}

interface Entry {
  readonly properties: AccountProperties;
  readonly readAtMs: number;
}

/** Makes the memory of a runtime. */
export function createAccountDocuments({ nowMs }: Pick<Clock, 'nowMs'>): AccountDocuments {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<AccountProperties>>();

  function set(key: string, properties: AccountProperties): void {
    entries.set(key, { properties, readAtMs: nowMs() });
  }

  /** A clock that was set back says nothing of the age. */
  function isFresh({ readAtMs }: Entry): boolean {
    const ageMs = nowMs() - readAtMs;
    return ageMs >= 0 && ageMs < defaults.accountUpkeepIntervalMs;
  }

  async function load(key: string, read: Parameters<AccountDocuments['get']>[1]): Promise<AccountProperties> {
    try {
      const tooOld = entries.get(key)?.properties;
      const properties = await read(tooOld);
      if (properties !== tooOld) set(key, properties);
      return properties;
    } finally {
      loading.delete(key);
    }
  }

  return {
    async get(key, read) {
      const known = entries.get(key);
      if (known !== undefined && isFresh(known)) return known.properties;
      const reading = loading.get(key) ?? load(key, read);
      loading.set(key, reading);
      return reading;
    },
    set,
    forget: (key) => void entries.delete(key),
  };
}
