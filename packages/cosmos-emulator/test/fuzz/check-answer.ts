/** All that the gateway answers with. */
const statuses = new Set([
  200, 201, 204, 207, 304, 400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 415, 424, 429, 431, 449, 501, 503,
]);

/** Says what is wrong with an answer; `undefined` when it is one of the gateway's. */
export function problemOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): string | undefined {
  const text = new TextDecoder().decode(body);
  if (!statuses.has(status)) return `status ${status}: ${text}`;
  if (headers['x-ms-activity-id'] === undefined) return `no activity id: ${status} ${text}`;
  if (status === 204 || status === 304) return text === '' ? undefined : `${status} with a body`;
  if (status < 400) return undefined;
  try {
    const { code, message } = JSON.parse(text);
    return typeof code === 'string' && typeof message === 'string'
      ? undefined
      : `a refusal without code or message: ${text}`;
  } catch {
    return `a refusal that is no JSON: ${status} ${text}`;
  }
}
