import { headerNames } from '@perdura/cosmos-protocol';
import { isJsonObject } from '../requests/json-object.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import { checkThroughput, type Throughput } from './throughput.ts';

/** The throughput a create asks for; `undefined` when it asks for none. */
export function readThroughput({ headers }: WireRequest): Throughput | Refusal | undefined {
  const manual = headers[headerNames.offerThroughput];
  const autoscale = headers[headerNames.offerAutopilotSettings];
  if (manual !== undefined && autoscale !== undefined) {
    return refuse(400, 'A request may ask for manual or for autoscale throughput, not for both.');
  }
  if (manual !== undefined)
    return checkThroughput({ kind: 'manual', requestUnits: /^\d+$/.test(manual) ? Number(manual) : Number.NaN });
  return autoscale === undefined ? undefined : readAutoscale(parse(autoscale));
}

/**
 * Reads autoscale settings: `{ maxThroughput, autoUpgradePolicy?: { throughputPolicy: { incrementPercent } } }`.
 *
 * @param highestEver  The most throughput there ever was. (default `0`)
 */
export function readAutoscale(settings: unknown, highestEver = 0): Throughput | Refusal {
  if (!isJsonObject(settings)) return refuse(400, 'The autoscale settings are invalid: they must be an object.');
  const { maxThroughput, autoUpgradePolicy } = settings;
  const requestUnits = typeof maxThroughput === 'number' ? maxThroughput : Number.NaN;
  if (autoUpgradePolicy === undefined || autoUpgradePolicy === null) {
    return checkThroughput({ kind: 'autoscale', requestUnits }, highestEver);
  }
  if (!isJsonObject(autoUpgradePolicy) || !isPercent(incrementOf(autoUpgradePolicy.throughputPolicy))) {
    return refuse(400, 'The autoUpgradePolicy is invalid: its throughputPolicy.incrementPercent must be an integer.');
  }
  return checkThroughput({ kind: 'autoscale', requestUnits, autoUpgradePolicy }, highestEver);
}

function incrementOf(policy: unknown): unknown {
  return isJsonObject(policy) ? policy.incrementPercent : undefined;
}

function isPercent(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no settings, which the caller refuses.
    return undefined;
  }
}
