import type { Command } from '../command.ts';
import { report } from '../output/report.ts';
import { clientFlags, connect } from './connect.ts';

/** `terminate`: stops an instance. */
export const terminate: Command = {
  name: 'terminate',
  positionals: ['<id>', '[reason]'],
  summary: 'stops an instance where it stands',
  flags: clientFlags,
  run: async (call, context) => {
    const [instanceId = '', reason = ''] = call.positionals;
    await connect(call, context).terminate(instanceId, reason);
    report(call, context, { instanceId }, `Instance '${instanceId}' is being terminated.`);
  },
};
