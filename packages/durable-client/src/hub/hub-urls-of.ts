import { describeValue } from '../arguments/check-options.ts';
import type { DurableClientBinding } from './durable-client-binding.ts';
import { type HubAddress, hubUrlsFromAddress } from './hub-address.ts';
import type { HubUrls } from './hub-urls.ts';
import { hubUrlsFromBinding } from './hub-urls-from-binding.ts';

/** Turns either way of naming a hub into URL templates. @throws {TypeError} when it has no usable URL. */
export function hubUrlsOf(hub: DurableClientBinding | HubAddress): HubUrls {
  return isBinding(hub) ? hubUrlsFromBinding(hub) : hubUrlsFromAddress(hub);
}

/** Both forms may have a `baseUrl`; the other members of a binding never occur in an address. */
function isBinding(hub: DurableClientBinding | HubAddress): hub is DurableClientBinding {
  if (typeof hub !== 'object' || hub === null) {
    throw new TypeError(`DurableClient: pass a durable client binding or { baseUrl }, got ${describeValue(hub)}.`);
  }
  const membersOfBindings = ['managementUrls', 'creationUrls', 'taskHubName', 'rpcBaseUrl', 'httpBaseUrl'];
  return membersOfBindings.some((name) => name in hub);
}
