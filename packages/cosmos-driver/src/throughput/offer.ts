import { aNumber, aString, maybe, objectOf } from '../response/json-shape.ts';
import { autopilotSettings } from './autopilot-settings.ts';
import type { Throughput } from './throughput.ts';

const anyObject = objectOf({});
const offerDocument = objectOf<Record<'id' | 'content', unknown>>({
  id: aString,
  content: objectOf<Record<'offerThroughput' | 'offerAutopilotSettings', unknown>>({
    offerThroughput: maybe(aNumber),
    offerAutopilotSettings: maybe(
      objectOf<Record<'maxThroughput' | 'autoUpgradePolicy', unknown>>({
        maxThroughput: aNumber,
        autoUpgradePolicy: maybe(objectOf({ throughputPolicy: maybe(anyObject) })),
      }),
    ),
  }),
});

/** What the service keeps of the throughput of a database or container, with every field it has. */
export interface Offer {
  /** Its resource id, by which it is addressed. */
  readonly id: string;
  readonly content: {
    readonly offerThroughput?: number | null | undefined;
    readonly offerAutopilotSettings?: OfferAutopilotSettings | null | undefined;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

interface OfferAutopilotSettings {
  readonly maxThroughput: number;
  readonly autoUpgradePolicy?:
    | { readonly throughputPolicy?: { readonly incrementPercent?: unknown } | null | undefined }
    | null
    | undefined;
}

/**
 * Reads an offer.
 *
 * @throws when it is none; the error says where.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/offers
 */
export function readOffer(json: unknown): Offer {
  offerDocument(json, 'offer');
  // Checked, and kept whole: a replace sends every field back.
  const offer = json as Offer;
  throughputOfOffer(offer);
  return offer;
}

/** The throughput of an offer. One with settings of autoscale also has a number of request units: what it is scaled to now. */
export function throughputOfOffer({ content }: Offer): Throughput {
  const { offerAutopilotSettings: settings, offerThroughput } = content;
  if (settings != null) {
    const incrementPercent = settings.autoUpgradePolicy?.throughputPolicy?.incrementPercent;
    const throughput = { kind: 'autoscale', maxRequestUnitsPerSecond: settings.maxThroughput } as const;
    return typeof incrementPercent === 'number' ? { ...throughput, incrementPercent } : throughput;
  }
  if (offerThroughput == null) throw new TypeError('The offer has neither a throughput nor settings of autoscale.');
  return { kind: 'manual', requestUnitsPerSecond: offerThroughput };
}

/** The offer with another throughput of the same kind; all fields that are not about it stay. */
export function withThroughput(offer: Offer, throughput: Throughput): Offer {
  const { offerAutopilotSettings, offerThroughput: _now, ...rest } = offer.content;
  if (throughput.kind === 'manual') {
    return { ...offer, content: { ...rest, offerThroughput: throughput.requestUnitsPerSecond } };
  }
  const { autoUpgradePolicy: _policy, ...settings } = { ...offerAutopilotSettings };
  return {
    ...offer,
    content: { ...rest, offerAutopilotSettings: { ...settings, ...autopilotSettings(throughput) } },
  };
}

/** In a migration the service chooses the number itself. @see https://learn.microsoft.com/rest/api/cosmos-db/replace-an-offer */
const chosenByService = -1;

/** The offer as it is sent to change its kind: as it was, but for a number that the service does not look at. */
export function forMigration(offer: Offer): Offer {
  const { offerAutopilotSettings: settings, offerThroughput: _now, ...rest } = offer.content;
  const content =
    settings == null
      ? { ...rest, offerThroughput: chosenByService }
      : { ...rest, offerAutopilotSettings: { maxThroughput: chosenByService } };
  return { ...offer, content };
}

/** Whether two throughputs are the same. */
export function isSameThroughput(left: Throughput, right: Throughput): boolean {
  if (left.kind === 'manual') {
    return right.kind === 'manual' && left.requestUnitsPerSecond === right.requestUnitsPerSecond;
  }
  return (
    right.kind === 'autoscale' &&
    left.maxRequestUnitsPerSecond === right.maxRequestUnitsPerSecond &&
    left.incrementPercent === right.incrementPercent
  );
}
