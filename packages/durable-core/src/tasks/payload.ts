import type { JsonText } from '../history/json-text.ts';

/** A value on its way to another function. Written at the call, so later changes of an object do not reach it. */
export interface Payload {
  readonly json: JsonText;
  /** True when the code passed a string: the extension's JSON protocol quotes those differently. */
  readonly isText: boolean;
}
