import type { Command } from '../command.ts';
import { report } from '../output/report.ts';
import { clientFlags, connect } from './connect.ts';

/** `purge`: deletes an instance that has finished. */
export const purge: Command = {
  name: 'purge',
  positionals: ['<id>'],
  summary: 'deletes an instance that has finished, with its history',
  flags: clientFlags,
  run: async (call, context) => {
    const [instanceId = ''] = call.positionals;
    const { instancesDeleted } = await connect(call, context).purgeHistory(instanceId);
    if (instancesDeleted === 0) throw new Error(`There is no instance '${instanceId}' that has finished.`);
    report(call, context, { instancesDeleted }, `Deleted instance '${instanceId}'.`);
  },
};
