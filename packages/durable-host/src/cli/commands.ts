import { entities, signal } from './client/entities.ts';
import { list } from './client/list.ts';
import { purge } from './client/purge.ts';
import { raise } from './client/raise.ts';
import { restart } from './client/restart.ts';
import { run } from './client/run.ts';
import { show } from './client/show.ts';
import { cancel, resume, rewind, suspend, terminate } from './client/steer.ts';
import type { Command } from './command.ts';
import { newFunction } from './new/new.ts';
import { start } from './start/start.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  start,
  newFunction,
  run,
  list,
  show,
  raise,
  suspend,
  resume,
  cancel,
  terminate,
  rewind,
  restart,
  purge,
  entities,
  signal,
];
