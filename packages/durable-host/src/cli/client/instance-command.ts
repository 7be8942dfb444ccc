import type { DurableClient } from '@perdura/durable-client';
import type { Command, CommandCall, Flag } from '../command.ts';
import { report } from '../output/report.ts';
import { clientFlags, connect } from './connect.ts';

/** What tells one command that is sent to an instance from another. */
interface InstanceCommandParts {
  readonly name: string;
  readonly summary: string;
  readonly details?: readonly string[];
  readonly flags?: Readonly<Record<string, Flag>>;
  readonly send: (
    client: DurableClient,
    instanceId: string,
    reason: string | undefined,
    call: CommandCall,
  ) => Promise<void>;
  /** What is so once the host has taken it, for people: `is being terminated`. */
  readonly outcome: string;
}

/** A command for one instance, with a reason that may be left out. The host carries it out with the instance's next turn. */
export function instanceCommand({ name, summary, details, flags, send, outcome }: InstanceCommandParts): Command {
  return {
    name,
    positionals: ['<id>', '[reason]'],
    summary,
    ...(details !== undefined && { details }),
    flags: { ...flags, ...clientFlags },
    run: async (call, context) => {
      const [instanceId = '', reason] = call.positionals;
      await send(connect(call, context), instanceId, reason, call);
      report(call, context, { instanceId }, `Instance '${instanceId}' ${outcome}.`);
    },
  };
}
