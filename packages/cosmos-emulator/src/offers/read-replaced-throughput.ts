import { headerNames } from '@perdura/cosmos-protocol';
import { isTrue } from '../requests/is-true.ts';
import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import type { Offer } from './offer.ts';
import { readAutoscale } from './read-throughput.ts';
import { checkThroughput, migrateThroughput, type Throughput } from './throughput.ts';

/** Headers by which an offer changes between manual and autoscale. @see https://learn.microsoft.com/rest/api/cosmos-db/replace-an-offer#example-3 */
const { migrateOfferToAutopilot: toAutoscaleHeader, migrateOfferToManual: toManualHeader } = headerNames;

/**
 * The throughput that a replace asks for.
 *
 * A migration needs its header and a content of the old kind, whose value does not count: the service chooses the new one.
 */
export function readReplacedThroughput(
  headers: Readonly<Record<string, string | undefined>>,
  content: JsonObject,
  { throughput, highestEver }: Offer,
): Throughput | Refusal {
  const { offerThroughput, offerAutopilotSettings: settings } = content;
  const hasSettings = settings !== undefined && settings !== null;
  const isToAutoscale = isTrue(headers[toAutoscaleHeader]);
  const isToManual = isTrue(headers[toManualHeader]);
  if (throughput.kind === 'manual') {
    if (isToManual) return refuse(400, 'The throughput is manual already.');
    if (hasSettings) return refuse(400, autoscaleNeedsHeader);
    if (typeof offerThroughput !== 'number') return refuse(400, throughputMissing);
    return isToAutoscale
      ? migrateThroughput(throughput, 'autoscale', highestEver)
      : checkThroughput({ kind: 'manual', requestUnits: offerThroughput }, highestEver);
  }
  if (isToAutoscale) return refuse(400, 'The throughput is by autoscale already.');
  if (!hasSettings) return refuse(400, manualNeedsHeader);
  if (!isToManual) return readAutoscale(settings, highestEver);
  const hasMaximum = isJsonObject(settings) && typeof settings.maxThroughput === 'number';
  return hasMaximum ? migrateThroughput(throughput, 'manual', highestEver) : refuse(400, manualNeedsHeader);
}

const throughputMissing = 'The offer is invalid: content.offerThroughput must be a number.';
const autoscaleNeedsHeader = `${toAutoscaleHeader} must be supplied and offercontent must not contain autopilotSettings for migration from manual throughput to autoscale.`;
const manualNeedsHeader = `${toManualHeader} must be supplied and offercontent must contain autopilotSettings for migration from autoscale to manual throughput.`;
