import { decodeBase64, encodeBase64 } from './base64.ts';

/**
 * What a resource id (`_rid`) names: a resource with the numbers of those it lies in.
 *
 * Databases and containers are numbered in 32 bits (a container's number has its top bit set on the wire, which tells it
 * from a user), documents and partition key ranges in 60.
 */
export type ResourceId =
  | { readonly kind: 'database'; readonly database: number }
  | { readonly kind: 'container'; readonly database: number; readonly container: number }
  | {
      readonly kind: 'document' | 'partitionKeyRange';
      readonly database: number;
      readonly container: number;
      /** The document's or range's own number, below 2^60. */
      readonly item: bigint;
    };

/** The type of a container's child: the top four bits of the last byte. @see https://github.com/Azure/azure-cosmos-dotnet-v3 (ResourceId) */
const childTypes = { document: 0x0, partitionKeyRange: 0x5 } as const;
const containerBit = 0x80000000;
const maxItem = (1n << 60n) - 1n;

/**
 * Writes a resource id as the service does: base64 with `-` for `/`; 4 bytes name a database, 8 a container, 16 a child of it.
 *
 * @throws {TypeError} when a number does not fit.
 */
export function encodeResourceId(id: ResourceId): string {
  const bytes = new Uint8Array(byteLength(id));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, requireInteger('database', id.database, 0xffffffff));
  if (id.kind !== 'database') {
    view.setUint32(4, containerBit + requireInteger('container', id.container, containerBit - 1));
  }
  if (id.kind === 'document' || id.kind === 'partitionKeyRange') {
    if (id.item < 0n || id.item > maxItem)
      throw new TypeError(`The item of a resource id must be below 2^60, not ${id.item}.`);
    view.setBigUint64(8, id.item, true);
    view.setUint8(15, view.getUint8(15) | (childTypes[id.kind] << 4));
  }
  return encodeBase64(bytes).replaceAll('/', '-');
}

/**
 * Reads a resource id.
 *
 * @returns `undefined` when the text is not the id of a database, container, document or partition key range.
 */
export function decodeResourceId(text: string): ResourceId | undefined {
  const bytes = decodeBase64(text.replaceAll('-', '/'));
  if (bytes === undefined || text.includes('/')) return undefined;
  const view = new DataView(bytes.buffer);
  if (bytes.length === 4) return { kind: 'database', database: view.getUint32(0) };
  if (bytes.length !== 8 && bytes.length !== 16) return undefined;

  const database = view.getUint32(0);
  if (view.getUint32(4) < containerBit) return undefined;
  const container = view.getUint32(4) - containerBit;
  if (bytes.length === 8) return { kind: 'container', database, container };

  const kind = childKind(view.getUint8(15) >>> 4);
  return kind && { kind, database, container, item: view.getBigUint64(8, true) & maxItem };
}

function byteLength(id: ResourceId): number {
  if (id.kind === 'database') return 4;
  return id.kind === 'container' ? 8 : 16;
}

function childKind(type: number): 'document' | 'partitionKeyRange' | undefined {
  if (type === childTypes.document) return 'document';
  return type === childTypes.partitionKeyRange ? 'partitionKeyRange' : undefined;
}

function requireInteger(name: string, value: number, max: number): number {
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new TypeError(`The ${name} of a resource id must be an integer from 0 to ${max}, not ${value}.`);
  }
  return value;
}
