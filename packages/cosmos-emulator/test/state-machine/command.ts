import type * as fc from 'fast-check';
import type { RealAccount } from './account.ts';
import type { Model } from './model.ts';

/** One step: what it does to the emulator is what it does to the model. */
export type AccountCommand = fc.AsyncCommand<Model, RealAccount>;

/** Makes a command; steps that make no sense answer with a status, so every one can always be taken. */
export function command(name: string, run: (model: Model, real: RealAccount) => Promise<void>): AccountCommand {
  return { check: () => true, run, toString: () => name };
}
