import { encodeJson } from '../history/encode-json.ts';
import { readOptions } from '../options/read-options.ts';
import type { HttpCall } from '../tasks/call.ts';
import { type HttpCallOptions, type HttpRequest, httpActivityName, type TokenSource } from '../tasks/http-request.ts';
import { resolveHttpRetryPolicy } from '../tasks/http-retry.ts';

/** A token of RFC 9110 section 5.6.2: what methods and names of headers are made of. */
const token = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;

/**
 * @param polling  Who asks again after a 202, if anybody does.
 * @throws {TypeError} for wrong arguments.
 */
export function buildHttpCall(options: HttpCallOptions, polling: 'host' | 'code'): HttpCall {
  const given = readOptions('callHttp', options, [
    'method',
    'url',
    'body',
    'headers',
    'enablePolling',
    'tokenSource',
    'timeoutMs',
    'retry',
  ]);
  const { method, body, tokenSource, timeoutMs, enablePolling = true } = given;
  if (typeof method !== 'string' || !token.test(method)) {
    throw new TypeError(`The method of callHttp is a word such as 'GET', got ${JSON.stringify(method)}.`);
  }
  if (typeof enablePolling !== 'boolean') {
    throw new TypeError(`callHttp: enablePolling is true or false, got ${typeof enablePolling}.`);
  }
  if (timeoutMs !== undefined && !(Number.isFinite(timeoutMs) && timeoutMs > 0)) {
    throw new TypeError(`callHttp: timeoutMs is a number of milliseconds above 0, got ${String(timeoutMs)}.`);
  }
  const headers = given.headers === undefined ? undefined : readHeaders(given.headers);
  const content = typeof body === 'string' ? body : encodeJson('The body of callHttp', body);
  const request: HttpRequest = Object.freeze({
    method: method.toUpperCase(),
    uri: readUri(given.url),
    ...(content !== undefined && { content }),
    ...(headers && { headers }),
    ...(tokenSource !== undefined && { tokenSource: readTokenSource(tokenSource) }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const httpRetry = given.retry === undefined ? undefined : resolveHttpRetryPolicy(given.retry);
  // who sends a request again has to see every answer
  const poller = httpRetry === undefined ? polling : 'code';
  return {
    kind: 'http',
    name: httpActivityName,
    request,
    polling: enablePolling ? poller : 'nobody',
    httpRetry,
  };
}

function readUri(url: string | URL): string {
  const text = url instanceof URL ? url.href : url;
  const protocol = typeof text === 'string' ? URL.parse(text)?.protocol : undefined;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new TypeError(`The url of callHttp is an absolute http or https address, got ${JSON.stringify(text)}.`);
  }
  // as it was written: a normalised address may not be what a signature was made for
  return text;
}

function readHeaders(given: NonNullable<HttpCallOptions['headers']>): HttpRequest['headers'] {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`The headers of callHttp are a record or a list of pairs, got ${typeof given}.`);
  }
  const pairs: readonly (readonly [string, unknown])[] = Array.isArray(given) ? given : Object.entries(given);
  const headers = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const pair of pairs) {
    const [name, value] = Array.isArray(pair) && pair.length === 2 ? pair : [undefined, undefined];
    if (typeof name !== 'string' || !token.test(name)) {
      throw new TypeError(`A header of callHttp is a pair of name and value; ${JSON.stringify(name)} is no name.`);
    }
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0 || !values.every(isHeaderValue)) {
      throw new TypeError(`The header '${name}' of callHttp is a string of one line, or a list of them.`);
    }
    if (name.toLowerCase() === 'content-type' && values.some((each) => each.toLowerCase().includes('multipart'))) {
      throw new TypeError('callHttp sends no multipart bodies: hosts refuse them. Send them from an activity.');
    }
    const known = headers.get(name.toLowerCase());
    if (known === undefined) headers.set(name.toLowerCase(), { name, values: [...values] });
    else known.values.push(...values);
  }
  return Object.freeze(
    Object.fromEntries(
      [...headers.values()].map(({ name, values }) => [name, values.length === 1 ? values[0] : Object.freeze(values)]),
    ),
  ) as HttpRequest['headers'];
}

function isHeaderValue(value: unknown): value is string {
  return typeof value === 'string' && !/[\r\n\0]/.test(value);
}

function readTokenSource(source: TokenSource): TokenSource {
  const { kind, resource, options } = readOptions('tokenSource', source, ['kind', 'resource', 'options']);
  if (kind !== 'AzureManagedIdentity') {
    throw new TypeError(`The kind of a tokenSource is 'AzureManagedIdentity', got ${JSON.stringify(kind)}.`);
  }
  if (typeof resource !== 'string' || resource.trim() === '') {
    throw new TypeError(
      `The resource of a tokenSource is a string that is not blank, got ${JSON.stringify(resource)}.`,
    );
  }
  if (options === undefined) return Object.freeze({ kind, resource });
  const { authorityHost, tenantId } = readOptions('tokenSource.options', options, ['authorityHost', 'tenantId']);
  for (const [name, value] of Object.entries({ authorityHost, tenantId })) {
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`tokenSource.options.${name} is a string, got ${typeof value}.`);
    }
  }
  return Object.freeze({
    kind,
    resource,
    options: Object.freeze({
      ...(authorityHost !== undefined && { authorityHost }),
      ...(tenantId !== undefined && { tenantId }),
    }),
  });
}
