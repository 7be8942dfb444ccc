import type { Command } from '../command.ts';
import { describeStatus } from '../output/describe-status.ts';
import { report } from '../output/report.ts';
import { clientFlags, connect } from './connect.ts';

/** `show`: what is known of one instance. */
export const show: Command = {
  name: 'show',
  positionals: ['<id>'],
  summary: 'shows one instance',
  flags: { history: { help: 'shows its history as well' }, ...clientFlags },
  run: async (call, context) => {
    const [instanceId = ''] = call.positionals;
    const showHistory = call.has('history');
    const detail = { showHistory, showHistoryOutput: showHistory };
    const status = await connect(call, context).queryStatus(instanceId, detail);
    if (status === undefined) throw new Error(`There is no instance '${instanceId}'.`);
    report(call, context, status, describeStatus(status).join('\n'));
  },
};
