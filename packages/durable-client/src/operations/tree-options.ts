import { addQuery } from '../hub/url-template.ts';

/** How far down a request reaches. */
export interface TreeOptions {
  /**
   * Reach the sub-orchestrations of the instance too, and theirs. Hubs of `@perdura/durable-host` do; the HTTP API of
   * Azure Functions passes over it. (default `false`)
   */
  readonly recursive?: boolean | undefined;
}

/** Says in a URL how far down its request reaches. */
export function addTree(url: string, { recursive }: TreeOptions): string {
  return addQuery(url, { recursive: recursive?.toString() });
}
