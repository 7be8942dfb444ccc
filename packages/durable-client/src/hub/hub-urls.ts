/**
 * Where each request of a hub goes: URL templates, the same form whether the hub was named by a Functions binding, by
 * its local RPC endpoint or by a base URL.
 *
 * Places: `{functionName}`, `{instanceId}`, `{eventName}`, `{text}` (a reason). Fixed query pairs (`taskHub`,
 * `connection`, `code`) are already in.
 */
export interface HubUrls {
  /** Task hub the URLs lead to; `undefined` leaves the choice to the host. */
  readonly taskHub: string | undefined;
  /** `…/orchestrators/{functionName}[/{instanceId}]` */
  readonly start: string;
  /** `…/instances/{instanceId}` */
  readonly status: string;
  /** `…/instances/` */
  readonly list: string;
  /** `…/instances/{instanceId}/raiseEvent/{eventName}` */
  readonly raiseEvent: string;
  /** `…/instances/{instanceId}/terminate?reason={text}` */
  readonly terminate: string;
  /** `…/instances/{instanceId}` */
  readonly purge: string;
}
