/** One request that was served: enough for a log, without keys, tokens, headers or bodies. */
export interface RequestRecord {
  /** When it arrived, in milliseconds since the Unix epoch, by the account's clock. */
  readonly timeMs: number;
  /** Name of the region it came to. */
  readonly region: string;
  /** HTTP method, such as `GET`. */
  readonly method: string;
  /** Path as sent, percent-encoded, without the query string. */
  readonly path: string;
  /** HTTP status; `undefined` when the connection failed or nothing was answered, as a fault wanted it. */
  readonly status: number | undefined;
  /** What the status means more exactly; `0` for none. */
  readonly subStatus: number;
  /** What it cost, in request units. */
  readonly requestCharge: number;
  /** How long it took, in milliseconds of the machine's clock. */
  readonly durationMs: number;
}

/** Is told of requests. */
export type RequestObserver = (record: RequestRecord) => void;
