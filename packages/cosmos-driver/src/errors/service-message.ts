import { shorten } from './shorten.ts';
import { singleLine } from './single-line.ts';

/**
 * The sentence in the body of a failed response, fit for a single line of a log.
 *
 * The service wraps it: `{ "code": …, "message": "Message: {\"Errors\":[…]}\r\nActivityId: …" }`. Control characters are
 * replaced, so that a stored value cannot forge log lines.
 *
 * @returns `undefined` when the body holds no message.
 */
export function serviceMessage(body: Uint8Array): string | undefined {
  const document = parseJson(new TextDecoder().decode(body));
  const message = (document as { message?: unknown } | undefined)?.message;
  if (typeof message !== 'string') return undefined;
  const [head = ''] = message.replace(/^Message: /, '').split(/\r?\nActivityId:/);
  const errors = (parseJson(head) as { Errors?: unknown } | undefined)?.Errors;
  const sentence = Array.isArray(errors) ? errors.filter((each) => typeof each === 'string').join('; ') : head;
  const line = singleLine(sentence);
  return line === '' ? undefined : shorten(line);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    // Proxies answer with HTML; then there is no message to take over.
    return undefined;
  }
}
