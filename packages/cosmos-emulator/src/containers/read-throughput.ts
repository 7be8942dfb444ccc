import { headerNames } from '@perdura/cosmos-protocol';
import { isJsonObject } from '../requests/json-object.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Refusal, refuse } from '../responses/answer.ts';

/** The least a container can have, manually or by autoscale. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
const minManual = 400;
const minAutoscale = 1000;

/** The most a container can have without asking Microsoft. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
const maxThroughput = 1_000_000;

/**
 * The throughput a create asks for, in request units per second; `0` when it asks for none.
 *
 * It decides how many partitions a container gets, and how much they serve where throttling is on.
 */
export function readThroughput({ headers }: WireRequest): number | Refusal {
  const manual = headers[headerNames.offerThroughput];
  const autoscale = headers[headerNames.offerAutopilotSettings];
  if (manual !== undefined && autoscale !== undefined) {
    return refuse(400, 'A request may ask for manual or for autoscale throughput, not for both.');
  }
  if (manual !== undefined) return check(Number(manual), minManual, 100);
  if (autoscale !== undefined) return check(maxThroughputOf(autoscale), minAutoscale, 1000);
  return 0;
}

function check(throughput: number, min: number, step: number): number | Refusal {
  if (Number.isInteger(throughput) && throughput >= min && throughput <= maxThroughput && throughput % step === 0)
    return throughput;
  return refuse(400, `The offer throughput must be an integer from ${min} to ${maxThroughput}, in steps of ${step}.`);
}

function maxThroughputOf(settings: string): number {
  try {
    const parsed: unknown = JSON.parse(settings);
    return isJsonObject(parsed) ? Number(parsed.maxThroughput) : Number.NaN;
  } catch {
    // Not JSON: no number, which the caller refuses.
    return Number.NaN;
  }
}
