import { headerNames } from '@perdura/cosmos-protocol';
import { autopilotSettings } from './autopilot-settings.ts';
import type { Throughput } from './throughput.ts';

/**
 * The header by which a new database or container gets its throughput.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/create-a-collection
 */
export function throughputHeader(throughput: Throughput): readonly [name: string, value: string] {
  return throughput.kind === 'manual'
    ? [headerNames.offerThroughput, String(throughput.requestUnitsPerSecond)]
    : [headerNames.offerAutopilotSettings, JSON.stringify(autopilotSettings(throughput))];
}
