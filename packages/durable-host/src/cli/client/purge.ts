import type { RuntimeStatus } from '@perdura/durable-client';
import type { CliContext } from '../cli-context.ts';
import type { Command, CommandCall } from '../command.ts';
import { report } from '../output/report.ts';
import { readDuration } from '../values/read-duration.ts';
import { clientFlags, connect } from './connect.ts';

/** `purge`: deletes an instance that has finished, or all that are old. */
export const purge: Command = {
  name: 'purge',
  positionals: ['[id]'],
  summary: 'deletes an instance that has finished, or all that are old',
  details: ['Their histories go as well. Instances that have not finished stay.'],
  flags: {
    'older-than': { value: '<duration>', help: 'those that were started longer ago, such as 12h or 30d' },
    status: { value: '<a,b>', help: 'of those only Completed, Failed, Terminated or Canceled' },
    recursive: { help: 'with all sub-orchestrations they have started, and theirs' },
    ...clientFlags,
  },
  run: async (call, context) => {
    const [instanceId] = call.positionals;
    const ageMs = readDuration('older-than', call.text('older-than'));
    if ((instanceId === undefined) === (ageMs === undefined)) throw new TypeError('give either <id> or --older-than');
    if (ageMs !== undefined) return purgeOld(ageMs, call, context);
    if (call.text('status') !== undefined) throw new TypeError('--status is for --older-than');
    const { instancesDeleted } = await connect(call, context).purgeHistory(instanceId ?? '', recursion(call));
    if (instancesDeleted === 0) throw new Error(`There is no instance '${instanceId}' that has finished.`);
    report(call, context, { instancesDeleted }, `Deleted instance '${instanceId}'.`);
  },
};

async function purgeOld(ageMs: number, call: CommandCall, context: CliContext): Promise<void> {
  const { instancesDeleted } = await connect(call, context).purgeHistories({
    createdTimeFrom: new Date(0),
    createdTimeTo: new Date(context.nowMs() - ageMs),
    // Checked by the client.
    runtimeStatuses: call.text('status')?.split(',') as RuntimeStatus[] | undefined,
    ...recursion(call),
  });
  const what = `${instancesDeleted} ${instancesDeleted === 1 ? 'instance' : 'instances'}`;
  report(call, context, { instancesDeleted }, `Deleted ${what}.`);
}

function recursion(call: CommandCall): { readonly recursive: boolean } {
  return { recursive: call.has('recursive') };
}
