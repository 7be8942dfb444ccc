import * as fc from 'fast-check';
import { type AccountCommand, command } from '../command.ts';
import { type Model, removeExpired } from '../model.ts';

/** Holds back what is written, from the read region. */
export const pauseReplication: fc.Arbitrary<AccountCommand> = fc.constant(
  command('pauseReplication', async (model, real) => {
    await real.control.pauseReplication('West US');
    if (!model.isPaused) noteLag(model);
    model.isPaused = true;
  }),
);

/** Lets through what was held back. */
export const resumeReplication: fc.Arbitrary<AccountCommand> = fc.constant(
  command('resumeReplication', async (model, real) => {
    await real.control.resumeReplication('West US');
    model.isPaused = false;
  }),
);

/** Lets through what was held back until now, not what comes. */
export const drainReplication: fc.Arbitrary<AccountCommand> = fc.constant(
  command('drainReplication', async (model, real) => {
    await real.control.drainReplication('West US');
    noteLag(model);
  }),
);

/** Lets time pass, and items expire. */
export const advanceClock: fc.Arbitrary<AccountCommand> = fc
  .oneof(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(1000, 10_000, 20_000), fc.integer({ min: 1, max: 100_000 }))
  .map((durationMs) =>
    command(`advanceClock ${durationMs}`, async (model, real) => {
      real.pass(durationMs);
      model.nowMs += durationMs;
      removeExpired(model);
    }),
  );

function noteLag({ databases }: Model): void {
  for (const containers of databases.values()) {
    for (const container of containers.values()) container.lagging = new Map(container.items);
  }
}
