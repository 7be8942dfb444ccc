import { checkOptions, describeValue } from '../arguments/check-options.ts';
import { checkText } from '../arguments/check-text.ts';
import type { HubUrls } from './hub-urls.ts';
import { hubUrlsFromBase } from './hub-urls-from-base.ts';
import { queryText } from './url-template.ts';

/** Where Functions 2 and later mount the Durable HTTP API. */
const webhookPath = '/runtime/webhooks/durabletask';

/** A hub named by the address of its HTTP API, for programs that are not themselves Azure Functions. */
export interface HubAddress {
  /**
   * Base of the HTTP API: `http://127.0.0.1:7071/runtime/webhooks/durabletask`, or the host's local endpoint
   * `http://127.0.0.1:17071/durabletask`. For a bare origin such as `https://shop.azurewebsites.net` the path
   * `/runtime/webhooks/durabletask` is added, where Azure Functions serves it.
   */
  readonly baseUrl: string;
  /** Task hub to talk to. (default: the host's own) */
  readonly taskHub?: string | undefined;
  /** Name of the storage connection of that hub. (default: the host's own) */
  readonly connection?: string | undefined;
  /** System key of the Durable extension. (default: none; a local host needs none) */
  readonly code?: string | undefined;
}

/**
 * Turns an address into URL templates.
 *
 * @throws {TypeError} when the base URL is not an absolute http(s) URL, carries a query, or an option is unknown.
 */
export function hubUrlsFromAddress(address: HubAddress): HubUrls {
  checkOptions(address, ['baseUrl', 'taskHub', 'connection', 'code'], 'DurableClient');
  for (const name of ['taskHub', 'connection', 'code'] as const) {
    if (address[name] !== undefined) checkText(address[name], name);
  }
  const base = readBaseUrl(address.baseUrl);
  const { taskHub, connection, code } = address;
  return hubUrlsFromBase(base, queryText({ taskHub, connection, code }), taskHub);
}

function readBaseUrl(text: unknown): string {
  if (typeof text !== 'string') {
    throw new TypeError(`DurableClient: baseUrl must be an http or https URL, got ${describeValue(text)}.`);
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError(`DurableClient: baseUrl must be an http or https URL, got '${text}'.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(
      'DurableClient: baseUrl must not hold credentials; the key of the extension is the option code.',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError('DurableClient: baseUrl must not have a query; pass taskHub, connection and code as options.');
  }
  return url.pathname === '/' ? `${url.origin}${webhookPath}` : url.href;
}
