import type { Command } from '../command.ts';
import { instanceCommand } from './instance-command.ts';

/** `terminate`: stops an instance. */
export const terminate: Command = instanceCommand({
  name: 'terminate',
  summary: 'stops an instance where it stands',
  details: ['The reason becomes its output.'],
  flags: { recursive: { help: 'with all sub-orchestrations it has started, and theirs' } },
  send: (client, instanceId, reason, call) =>
    client.terminate(instanceId, reason ?? '', { recursive: call.has('recursive') }),
  outcome: 'is being terminated',
});

/** `cancel`: asks an instance to end. */
export const cancel: Command = instanceCommand({
  name: 'cancel',
  summary: 'asks an instance to clean up and end',
  details: ['Only code that looks at ctx.signal of @perdura/durable-core hears of it.'],
  send: (client, instanceId, reason) => client.cancel(instanceId, reason),
  outcome: 'has been asked to end',
});

/** `suspend`: holds an instance. */
export const suspend: Command = instanceCommand({
  name: 'suspend',
  summary: 'holds an instance; what happens to it is kept',
  send: (client, instanceId, reason) => client.suspend(instanceId, reason),
  outcome: 'is being suspended',
});

/** `resume`: lets a suspended instance go on. */
export const resume: Command = instanceCommand({
  name: 'resume',
  summary: 'lets a suspended instance go on',
  send: (client, instanceId, reason) => client.resume(instanceId, reason),
  outcome: 'goes on',
});

/** `rewind`: lets an instance that failed try again. */
export const rewind: Command = instanceCommand({
  name: 'rewind',
  summary: 'lets an instance that failed try again from there',
  send: (client, instanceId, reason) => client.rewind(instanceId, reason),
  outcome: 'tries again',
});
