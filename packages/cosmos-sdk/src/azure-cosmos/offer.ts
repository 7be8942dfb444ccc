import { CosmosOperation, type CosmosResponse } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account } from './account.ts';
import type { CosmosHeaders } from './cosmos-headers.ts';
import { executeOptions, type RequestOptions } from './request-options.ts';
import type { Resource } from './resource.ts';
import { partsOf, ResourceResponse } from './resource-response.ts';

/** The throughput of a database or container, as the service keeps it. */
export interface OfferDefinition {
  /** The offer's id. */
  id?: string;
  /** Empty nowadays. */
  offerType?: string;
  /** `V2`. */
  offerVersion?: string;
  /** Link of the database or container, by resource ids. */
  resource?: string;
  /** Its resource id. */
  offerResourceId?: string;
  /** The throughput. */
  content?: {
    offerThroughput: number;
    offerIsRUPerMinuteThroughputEnabled?: boolean;
    offerMinimumThroughputParameters?: {
      maxThroughputEverProvisioned: number;
      maxConsumedStorageEverInKB: number;
    };
    offerAutopilotSettings?: {
      tier?: number;
      maximumTierThroughput?: number;
      autoUpgrade?: boolean;
      maxThroughput: number;
    };
  };
}

/** The answer to an operation on an offer. `resource` is `undefined` for what has no throughput of its own. */
export class OfferResponse extends ResourceResponse<OfferDefinition & Resource> {
  /** The offer. */
  readonly offer: Offer | undefined;

  constructor(
    resource: (OfferDefinition & Resource) | undefined,
    headers: CosmosHeaders,
    statusCode: number,
    diagnostics: OfferResponse['diagnostics'],
    offer?: Offer,
  ) {
    super(resource, headers, statusCode, diagnostics);
    this.offer = offer;
  }
}

/** The throughput of a database or container. */
export class Offer {
  /** The offer's id. */
  readonly id: string;
  readonly #account: Account;

  /** Made by `client.offer(id)` and `readOffer()`. */
  constructor(id: string, account: Account) {
    this.id = id;
    this.#account = account;
  }

  /** Its link. */
  get url(): string {
    return `/offers/${this.id}`;
  }

  /** Reads it. */
  async read(options?: RequestOptions): Promise<OfferResponse> {
    const call = executeOptions(options);
    return this.#response(await this.#account.execute(() => CosmosOperation.readOffer(this.id), call));
  }

  /** Replaces it, all of it: read it, change `content.offerThroughput`, and give it back. */
  async replace(body: OfferDefinition, options?: RequestOptions): Promise<OfferResponse> {
    const replacing = (): CosmosOperation => CosmosOperation.replaceOffer(this.id).withBody(encodeResource(body));
    return this.#response(await this.#account.execute(replacing, executeOptions(options)));
  }

  #response(response: CosmosResponse): OfferResponse {
    const { resource, headers, statusCode, diagnostics } = partsOf<OfferDefinition & Resource>(response);
    return new OfferResponse(resource, headers, statusCode, diagnostics, this);
  }
}

/**
 * Looks for the offer of a database or container.
 *
 * @param self  Its link by resource ids.
 */
export async function findOffer(
  account: Account,
  self: string,
  options: RequestOptions | undefined,
): Promise<OfferResponse> {
  const query = `SELECT * FROM root WHERE root.resource = "${self}"`;
  const response = await account.execute(
    () => CosmosOperation.queryOffers().withBody(encodeResource({ query })),
    executeOptions(options),
  );
  const { body, rawHeaders, status, diagnostics } = response;
  const [found] = body.kind === 'items' ? (body.items as readonly (OfferDefinition & Resource)[]) : [];
  const offer = found === undefined ? undefined : new Offer(found.id, account);
  return new OfferResponse(found, { ...rawHeaders }, status.code, diagnostics, offer);
}
