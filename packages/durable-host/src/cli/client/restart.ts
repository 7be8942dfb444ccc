import type { Command } from '../command.ts';
import { report } from '../output/report.ts';
import { clientFlags, connect } from './connect.ts';

/** `restart`: another instance like one that was. */
export const restart: Command = {
  name: 'restart',
  positionals: ['<id>'],
  summary: 'starts the orchestration of an instance again, with the same input',
  details: ['Prints the id of the new instance.'],
  flags: { 'keep-id': { help: 'under the id it had, instead of a new one' }, ...clientFlags },
  run: async (call, context) => {
    const [id = ''] = call.positionals;
    const instanceId = await connect(call, context).restart(id, { keepInstanceId: call.has('keep-id') });
    report(call, context, { instanceId }, instanceId);
  },
};
