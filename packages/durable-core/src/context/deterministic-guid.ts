import { createHash } from 'node:crypto';

/** The name every GUID is made for; a constant of durable-functions 3.5, which takes it for a namespace but hashes it second. */
const fixedName = '9e952958-5e33-4daf-827f-2fa12937b875';

/**
 * The GUID that durable-functions 3.5 makes in the same place, so that running instances keep theirs when they move here.
 *
 * A version 5 UUID (RFC 9562 section 5.5) whose namespace is the first 16 bytes of the SHA-1 of `<text>_<time>_<count>`.
 *
 * @param timeMs  Orchestrator time, in milliseconds since 1970.
 * @param count   GUIDs made before in this execution.
 */
export function deterministicGuid(text: string, timeMs: number, count: number): string {
  const namespace = createHash('sha1').update(`${text}_${timeMs}_${count}`).digest().subarray(0, 16);
  const bytes = createHash('sha1').update(namespace).update(fixedName).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
