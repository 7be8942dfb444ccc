import { describeValue } from '../arguments/check-options.ts';

/** A request as far as links are made after it: a standard `Request`, and the one of an Azure Function. */
export interface RequestLike {
  /** Its absolute URL. */
  readonly url: string;
}

/**
 * The origin under which a caller reached this program, `https://shop.example`, so that links lead back there.
 *
 * @returns `undefined` without a request: links then lead where the hub says.
 * @throws {TypeError} when its URL is not absolute; that of Express and of `node:http` is a path alone.
 */
export function originOfRequest(request: RequestLike | undefined): string | undefined {
  if (request === undefined) return undefined;
  const url: unknown = request?.url;
  if (typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url)) return new URL(url).origin;
  const got = typeof url === 'string' ? `'${url}'` : describeValue(url);
  throw new TypeError(`The url of the request must be absolute, got ${got}; pass { url: 'https://…' } instead.`);
}

/** Puts another origin in front of a URL, whose places in braces stay as they are. */
export function moveOrigin(url: string, origin: string | undefined): string {
  return origin === undefined ? url : url.replace(/^https?:\/\/[^/?#]*/i, () => origin);
}
