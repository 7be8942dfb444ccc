/** One HTTP request, as data. */
export interface ApiCall {
  /** HTTP method in capitals. */
  readonly method: string;
  /** The absolute URL as the caller wrote it. */
  readonly url: URL;
  /** One request header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** The body as text. */
  readonly body: string;
}

/** The answer to an {@link ApiCall}, as data. */
export interface ApiAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Response headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; absent for an empty body. */
  readonly body?: string;
}

const jsonContent = { 'content-type': 'application/json; charset=utf-8' };

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): ApiAnswer {
  return { status, headers: { ...jsonContent, ...headers }, body: JSON.stringify(value) };
}

/** An answer whose body is JSON text already. */
export function jsonTextAnswer(status: number, body: string): ApiAnswer {
  return { status, headers: jsonContent, body };
}

/** An answer without a body. */
export function emptyAnswer(status: number): ApiAnswer {
  return { status, headers: {} };
}

/** A refusal in the form of the Durable extension, that of ASP.NET: `{ "Message": …, "ExceptionMessage"?: … }`. */
export function errorAnswer(status: number, message: string, exceptionMessage?: string): ApiAnswer {
  const exception = exceptionMessage === undefined ? {} : { ExceptionMessage: exceptionMessage };
  return jsonAnswer(status, { Message: message, ...exception });
}
