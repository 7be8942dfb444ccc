/** What a request's signature covers. */
export interface StringToSignParts {
  /** HTTP method, in any case. */
  readonly verb: string;
  /** Path segment of the resource's type, such as `docs`; empty for the account. */
  readonly resourceType: string;
  /**
   * The resource's link, such as `dbs/shop/colls/orders`, without leading or trailing slash and not percent-encoded.
   * For a feed, a create or a query: the parent's link. For requests by resource id, and for offers: that id alone, in lower case.
   */
  readonly resourceLink: string;
  /** The value of the `x-ms-date` header, such as `Tue, 02 Dec 2025 18:04:05 GMT`. */
  readonly date: string;
}

/**
 * The text that an account key signs with HMAC-SHA256.
 *
 * Verb and date go in lower case, the link as it is. It ends with two line feeds.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
 */
export function stringToSign(parts: StringToSignParts): string {
  const { verb, resourceType, resourceLink, date } = parts;
  return `${verb.toLowerCase()}\n${resourceType}\n${resourceLink}\n${date.toLowerCase()}\n\n`;
}
