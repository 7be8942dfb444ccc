const encoder = new TextEncoder();

/** A resource as it is sent: JSON in UTF-8. */
export function encodeResource(resource: object): Uint8Array {
  return encoder.encode(JSON.stringify(resource));
}
