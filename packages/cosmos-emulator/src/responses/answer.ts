/** What an operation answers; headers that every response carries are added later. */
export type Answer = Reply | Refusal;

/** The operation was done, or there was nothing to do (304). */
export interface Reply {
  readonly kind: 'reply';
  /** HTTP status below 400. */
  readonly status: number;
  /** Body in JSON, already written; `undefined` sends none. */
  readonly body?: Uint8Array | undefined;
  /** Headers of this operation, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** What it cost, in request units. */
  readonly requestCharge: number;
}

/** The operation was not done. */
export interface Refusal {
  readonly kind: 'refusal';
  /** HTTP status, 400 or above. */
  readonly status: number;
  /** What the status means more exactly; `0` for none. */
  readonly subStatus: number;
  /** One or two sentences for a person, as the gateway words them. */
  readonly message: string;
  /** Headers of this operation, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** What it cost all the same, in request units. */
  readonly requestCharge: number;
  /** What the message consists of, as JSON, where the gateway tells more than a sentence. */
  readonly messageJson?: string | undefined;
  /** What the client needs to do it otherwise, as JSON: the plan of a query. */
  readonly additionalErrorInfo?: string | undefined;
}

/** What may go with a refusal. */
export interface RefusalDetails {
  readonly subStatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestCharge?: number;
  readonly messageJson?: string;
  readonly additionalErrorInfo?: string;
}

/** Builds a refusal. */
export function refuse(status: number, message: string, details: RefusalDetails = {}): Refusal {
  const { subStatus = 0, headers = {}, requestCharge = 0, messageJson, additionalErrorInfo } = details;
  return { kind: 'refusal', status, subStatus, message, headers, requestCharge, messageJson, additionalErrorInfo };
}

/** Refuses what this emulator cannot do, by name, so that nothing is silently ignored. */
export function refuseAsNotImplemented(feature: string): Refusal {
  return refuse(501, `This emulator does not implement ${feature}.`);
}

/** Tells a refusal from what a step would otherwise have produced. */
export function isRefusal<T>(value: T | Refusal): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refusal';
}
