import type { Command } from '../command.ts';
import { report } from '../output/report.ts';
import { readJson } from '../values/read-json.ts';
import { clientFlags, connect } from './connect.ts';

/** `raise`: an event for an instance. */
export const raise: Command = {
  name: 'raise',
  positionals: ['<id>', '<event>', '[json]'],
  summary: 'raises an event for an instance',
  details: ['It is kept until the instance waits for it. The data is JSON; - takes it from standard input.'],
  flags: clientFlags,
  run: async (call, context) => {
    const [instanceId = '', eventName = '', json] = call.positionals;
    const data = await readJson('the data of the event', json, context);
    await connect(call, context).raiseEvent(instanceId, eventName, data);
    report(call, context, { instanceId, eventName }, `Raised '${eventName}' for instance '${instanceId}'.`);
  },
};
