import { it } from '@jest/globals';
import { runStateMachine } from './state-machine/run-state-machine.ts';

// `pnpm soak` runs a thousand; both take PERDURA_SEED to repeat what they printed.
const runs = Number(process.env.PERDURA_RUNS ?? 60);
const seed = Number(process.env.PERDURA_SEED ?? Date.now() % 2 ** 31);

it(`agrees with a model of plain maps, whatever is done to an account (seed ${seed})`, async () => {
  await runStateMachine({ runs, seed });
}, 600_000);
