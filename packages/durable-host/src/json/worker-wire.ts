import type { FunctionKind } from './json-function.ts';

/** Request header with the id of the instance a function is invoked for, percent-encoded. */
export const instanceHeader = 'x-perdura-instance-id';

/** Request header with the client binding, as percent-encoded JSON; for functions that want one. */
export const clientHeader = 'x-perdura-client';

/** Header of an answer 500: the type of what an orchestrator threw, percent-encoded. Its message says nothing of that. */
export const errorTypeHeader = 'x-perdura-error-type';

/** Undoes percent-encoding; `undefined` for a percent sign that begins nothing. */
export function decodeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What a worker answers to `GET {url}/`. */
export interface FunctionListing {
  readonly functions: readonly {
    /** What it is called by. */
    readonly name: string;
    /** What triggers it. */
    readonly kind: FunctionKind;
    /** Whether it has an input for a durable client. (default `false`) */
    readonly wantsClient?: boolean | undefined;
  }[];
}
