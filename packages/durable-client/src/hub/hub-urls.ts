/**
 * Where the requests about one instance go: URL templates with the places `{instanceId}`, `{eventName}` and `{text}`
 * (a reason). Fixed query pairs (`taskHub`, `connection`, `code`) are already in.
 */
export interface InstanceUrls {
  /** `…/instances/{instanceId}` */
  readonly status: string;
  /** `…/instances/{instanceId}` */
  readonly purge: string;
  /** `…/instances/{instanceId}/raiseEvent/{eventName}` */
  readonly raiseEvent: string;
  /** `…/instances/{instanceId}/terminate?reason={text}` */
  readonly terminate: string;
  /** `…/instances/{instanceId}/suspend?reason={text}` */
  readonly suspend: string;
  /** `…/instances/{instanceId}/resume?reason={text}` */
  readonly resume: string;
  /** `…/instances/{instanceId}/rewind?reason={text}` */
  readonly rewind: string;
  /** `…/instances/{instanceId}/restart` */
  readonly restart: string;
}

/**
 * Where each request of a hub goes: URL templates, the same form whether the hub was named by a Functions binding, by
 * its local RPC endpoint or by a base URL. Further places: `{functionName}`, `{entityName}`, `{entityKey}`.
 */
export interface HubUrls extends InstanceUrls {
  /** Task hub the URLs lead to; `undefined` leaves the choice to the host. */
  readonly taskHub: string | undefined;
  /** `…/orchestrators/{functionName}[/{instanceId}]` */
  readonly start: string;
  /** `…/instances/`: all of them, to list or to purge by filter. */
  readonly instances: string;
  /** `…/entities/{entityName}[/{entityKey}]` */
  readonly entity: string;
  /** `…/entities[/{entityName}]` */
  readonly entities: string;
  /**
   * The URLs to hand out to callers. They are those of the webhook even where requests go to the local endpoint, which
   * nobody outside the machine reaches.
   */
  readonly links: InstanceUrls;
}
