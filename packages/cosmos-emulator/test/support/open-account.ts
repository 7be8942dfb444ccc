import { afterEach } from '@jest/globals';
import { createEmulator, type EmulatedAccount, type EmulatorOptions } from '../../src/index.ts';

const opened: EmulatedAccount[] = [];

/** An account that is closed after its test, failed or not: an open port keeps the process from ending. */
export function openAccount(options?: EmulatorOptions): EmulatedAccount {
  const account = createEmulator(options);
  opened.push(account);
  return account;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((account) => account.close()));
});
