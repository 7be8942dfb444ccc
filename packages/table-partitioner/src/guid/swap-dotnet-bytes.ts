/** For every byte in RFC 9562 order, where `Guid.ToByteArray()` puts it: the first three fields are little-endian there. */
const DOTNET_POSITIONS: readonly number[] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/**
 * Turns `Guid.ToByteArray()` order into RFC 9562 order, and back: the exchange is its own inverse. Makes a new array.
 *
 * @see https://learn.microsoft.com/dotnet/api/system.guid.tobytearray
 */
export function swapDotnetBytes(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(DOTNET_POSITIONS, (position) => bytes[position] ?? 0);
}
