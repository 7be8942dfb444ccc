import { CosmosError } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { ItemWithId } from './stored-item.ts';

/** Largest item, in bytes of its JSON. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-item-limits */
const maxBytes = 2 * 1024 * 1024;

/**
 * An item as it is sent: what `JSON.stringify` makes of it, in UTF-8.
 *
 * @param container  The container it is for, for messages.
 * @throws {CosmosError} `too-large` for more than 2 MB.
 * @throws {TypeError} when JSON cannot say it: a bigint, a circle, a property that throws when it is read.
 */
export function encodeItem(item: ItemWithId, container: string): Uint8Array {
  let body: Uint8Array;
  try {
    body = encodeResource(item);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(
      `Item "${item.id}" for container "${container}" cannot be made JSON: ${why.replaceAll(/\s+/g, ' ')}.`,
      { cause },
    );
  }
  if (body.byteLength <= maxBytes) return body;
  throw new CosmosError(
    `Item "${item.id}" for container "${container}" was not sent: it has ${body.byteLength} bytes, and an item has at most ` +
      `${maxBytes} (2 MB).`,
    { code: 'too-large' },
  );
}
