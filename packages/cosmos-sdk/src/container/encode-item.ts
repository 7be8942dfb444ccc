import { CosmosError } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';

/**
 * Most bytes of an item, as JSON in UTF-8.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-item-limits
 */
const maxItemBytes = 2 * 1024 * 1024;

/**
 * An item as it is sent.
 *
 * @param container  Id of its container, for the message.
 * @throws {CosmosError} `too-large` when the service would refuse it for its size.
 */
export function encodeItem(item: { readonly id: string }, container: string): Uint8Array {
  const bytes = encodeResource(item);
  if (bytes.byteLength <= maxItemBytes) return bytes;
  throw new CosmosError(
    `Item "${item.id}" for container "${container}" was not sent: it has ${bytes.byteLength} bytes, and an item has at most ` +
      `${maxItemBytes} (2 MB).`,
    { code: 'too-large' },
  );
}
