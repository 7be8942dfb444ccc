import type { Command } from '../command.ts';
import { describeStatus } from '../output/describe-status.ts';
import { report } from '../output/report.ts';
import { readDuration } from '../values/read-duration.ts';
import { readJson } from '../values/read-json.ts';
import { readTime } from '../values/read-time.ts';
import { clientFlags, connect } from './connect.ts';

/** `run`: starts an instance, and waits for its end when told to. */
export const run: Command = {
  name: 'run',
  positionals: ['<orchestration>', '[json]'],
  summary: 'starts an instance of an orchestration',
  details: [
    'The input is JSON; - takes it from standard input. Prints the id, or with --wait the instance at its end; any',
    'end but Completed, or none in time, is a failure.',
  ],
  flags: {
    id: { value: '<id>', help: 'id of the instance (default the host makes one)' },
    version: { value: '<version>', help: "version of the orchestration (default the host's own)" },
    at: { value: '<time>', help: 'when it begins, such as 2026-02-03T10:00:00Z (default at once)' },
    wait: { value: '<duration>', help: 'waits so long for its end, such as 30s or 5m' },
    ...clientFlags,
  },
  run: async (call, context) => {
    const [name = '', json] = call.positionals;
    const timeoutMs = readDuration('wait', call.text('wait'));
    const startAt = readTime('at', call.text('at'));
    const input = await readJson('the input', json, context);
    const client = connect(call, context);
    const instanceId = await client.startNew(name, {
      ...{ input, instanceId: call.text('id'), version: call.text('version'), startAt },
    });
    if (timeoutMs === undefined) return report(call, context, { instanceId }, instanceId);
    const status = await client.waitForCompletion(instanceId, { timeoutMs });
    report(call, context, status, describeStatus(status).join('\n'));
    if (status.runtimeStatus !== 'Completed') {
      throw new Error(`Instance '${instanceId}' is ${status.runtimeStatus}.`);
    }
  },
};
