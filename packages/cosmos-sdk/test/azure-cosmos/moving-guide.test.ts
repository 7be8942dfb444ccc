import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CosmosDiagnostics, CosmosErrorCode, CosmosStatus } from '@perdura/cosmos-driver';
import { createEmulator } from '@perdura/cosmos-emulator';
import * as entry from '../../src/azure-cosmos/index.ts';
import * as native from '../../src/index.ts';

// Every name in the table of docs/moving-from-azure-cosmos.md is there: what objects have is looked up, fields and options are the
// compiler's.

type NameOf<T> = T extends unknown ? keyof T : never;

const nativeFields: ReadonlySet<string> = new Set<
  NameOf<
    | native.StandaloneClientOptions
    | native.AccountOptions
    | (native.AccountOptions & { tokenCredential: unknown; resourceToken: unknown; key: unknown })
    | native.CosmosRuntimeOptions
    | native.OperationOptions
    | NonNullable<native.StandaloneClientOptions['partitionFailover']>
    | native.CreateContainerOptions
    | native.ContainerOptions
    | native.CreateItemOptions
    | native.UpsertItemOptions
    | native.PatchItemOptions
    | native.ReadItemOptions
    | native.QueryOptions
    | native.ReadChangeFeedOptions
    | native.CosmosError
    | CosmosStatus
    | CosmosDiagnostics
  >
>([
  ...(['tokenCredential', 'resourceToken', 'key', 'transport', 'preferredRegions', 'applicationRegion'] as const),
  ...(['endpointDiscovery', 'dataPlaneRequestTimeoutMs', 'operationOptions', 'throttlingRetry'] as const),
  ...(['endToEndTimeoutMs', 'partitionFailover', 'enabled', 'readConsistencyStrategy', 'customHeaders'] as const),
  ...(['userAgentSuffix', 'effectiveRegion', 'throughput', 'partitionKey', 'schema', 'predicate'] as const),
  ...(['ifMatch', 'ifNoneMatch', 'generateId', 'signal', 'sessionToken', 'excludedRegions'] as const),
  ...([
    'throughputControl',
    'integratedCache',
    'continuationToken',
    'maxItemCount',
    'maxConcurrency',
    'scope',
  ] as const),
  ...(['queryMetrics', 'indexMetrics', 'maxBufferedItems', 'startFrom', 'mode'] as const),
  ...(['code', 'status', 'subStatus', 'response', 'diagnostics'] as const),
]);

const entryFields: ReadonlySet<string> = new Set<
  | NameOf<entry.CosmosClientOptions | entry.ConnectionPolicy | entry.RequestOptions | entry.FeedOptions>
  | NameOf<NonNullable<entry.RequestOptions['accessCondition']>>
  | 'code'
  | 'substatus'
  | 'body'
  | 'diagnostics'
>([
  ...(['aadCredentials', 'resourceTokens', 'tokenProvider', 'permissionFeed', 'clientEncryptionOptions'] as const),
  ...(['agent', 'httpClient', 'connectionPolicy', 'preferredLocations', 'enableEndpointDiscovery'] as const),
  ...([
    'requestTimeout',
    'retryOptions',
    'enablePartitionLevelFailover',
    'diagnosticLevel',
    'consistencyLevel',
  ] as const),
  ...(['defaultHeaders', 'initialHeaders', 'userAgentSuffix', 'accessCondition', 'type', 'condition'] as const),
  ...(['disableAutomaticIdGeneration', 'abortSignal', 'sessionToken', 'excludedLocations', 'priorityLevel'] as const),
  ...(['throughputBucket', 'maxIntegratedCacheStalenessInMs', 'bypassIntegratedCache', 'preTriggerInclude'] as const),
  ...(['postTriggerInclude', 'continuationToken', 'continuation', 'maxItemCount', 'maxDegreeOfParallelism'] as const),
  ...(['partitionKey', 'populateQueryMetrics', 'populateIndexMetrics', 'vectorSearchBufferSize'] as const),
  ...(['enableQueryControl', 'forceQueryPlan', 'bufferItems', 'code', 'substatus', 'body', 'diagnostics'] as const),
]);

/** Types leave nothing behind to be looked up; the compiler has seen this one above. */
const types: ReadonlySet<string> = new Set(['FeedOptions']);
const errorCodes: ReadonlySet<string> = new Set<CosmosErrorCode>(['deadline-exceeded', 'aborted', 'transport-failed']);
/** Names that a reader fills in. */
const placeholders = new Set(
  'options id properties response item key q operations body page of for await const new true false'.split(' '),
);
const ofTheLanguage = new Set(['undefined', 'null', 'Date', 'T']);

interface Side {
  /** What examples begin with. */
  readonly receivers: Readonly<Record<string, object>>;
  readonly exports: object;
  readonly fields: ReadonlySet<string>;
  /** What methods are called with, to look at what they answer. */
  readonly given: Readonly<Record<string, readonly unknown[]>>;
}

const guide = await readFile(new URL('../../../../docs/moving-from-azure-cosmos.md', import.meta.url), 'utf8');
const [table = ''] = (guide.split('\n## Name by name\n')[1] ?? '').split('\n## ');
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:-|`@azure)|not exported/.test(line))
  .map((line) => line.split(' | ').map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)));

let entrySide: Side;
let nativeSide: Side;
let close: () => Promise<void>;

beforeAll(async () => {
  const account = createEmulator({ regions: ['East US'] });
  const { endpoint, key } = account;
  const client = await native.CosmosClient.create({ endpoint, key, transport: account.transport() });
  const { database } = await client.createDatabase('shop');
  const { container } = await database.createContainer({ id: 'orders', partitionKey: '/customer' });
  nativeSide = {
    receivers: { client, database, container, CosmosClient: native.CosmosClient, PartitionKey: native.PartitionKey },
    exports: native,
    fields: nativeFields,
    given: { query: ['SELECT * FROM c'], batch: ['ada'], create: [{ id: '1', customer: 'ada' }] },
  };
  const moved = new entry.CosmosClient({ endpoint, key });
  const shop = moved.database('shop');
  const orders = shop.container('orders');
  const { ChangeFeedStartFrom, ChangeFeedMode } = entry;
  entrySide = {
    receivers: {
      ...{
        client: moved,
        database: shop,
        container: orders,
        offer: moved.offer('o'),
        ChangeFeedStartFrom,
        ChangeFeedMode,
      },
      iterator: orders.items.query('SELECT * FROM c'),
      PartitionKeyBuilder: new entry.PartitionKeyBuilder(),
    },
    exports: entry,
    fields: entryFields,
    given: { item: ['1', 'ada'], query: ['SELECT * FROM c'], addValue: ['ada'] },
  };
  close = () => client.close();
});
afterAll(() => close());

/** Names in a cell that are nowhere. */
function missingNames(cell: readonly string[], { receivers, exports, fields, given }: Side): readonly string[] {
  const missing: string[] = [];
  let receiver: object | undefined;
  for (const code of cell) {
    if (errorCodes.has(code)) continue;
    const text = code.replace(/'[^']*'/g, '').replace(/<T>/, '');
    const [, first = '', rest = ''] = /^(?:.*\bof |await |new )?(\w*)((?:[.(…].*)?)$/s.exec(text) ?? [];
    const isOfReceiver = first === '' || (rest.startsWith('(') && !(first in exports));
    let current: unknown = isOfReceiver ? receiver : receivers[first];
    if (current === undefined) {
      for (const [name] of text.matchAll(/[A-Za-z]\w*/g)) if (!isKnown(name, exports, fields)) missing.push(name);
      continue;
    }
    const chain = isOfReceiver && first !== '' ? `.${first}${rest}` : rest;
    for (const [, name = '', call, options = ''] of chain.matchAll(/\.(\w+)(\(([^()]*)\))?/g)) {
      const owner = Object(current) as Record<string, unknown>;
      if (!(name in owner)) missing.push(`${code}: ${name}`);
      for (const [, names = ''] of options.matchAll(/\{([^}]*)\}/g)) {
        for (const [option] of names.matchAll(/[A-Za-z]\w*/g))
          if (!isKnown(option, exports, fields)) missing.push(option);
      }
      receiver = owner;
      const isLast = chain.endsWith(`.${name}${call ?? ''}`);
      const member = owner[name];
      current =
        isLast || call === undefined || typeof member !== 'function' ? member : member.apply(owner, given[name] ?? []);
    }
  }
  return missing;
}

function isKnown(name: string, exports: object, fields: ReadonlySet<string>): boolean {
  return name in exports || [fields, placeholders, ofTheLanguage, types].some((names) => names.has(name));
}

describe('the guide for programs that move', () => {
  it('has a table', () => expect(rows.length).toBeGreaterThan(60));

  it.each(rows.map((row, index) => [row[0]?.[0] ?? String(index), row] as const))(
    '%s: every name is there',
    (_, [theirs, ours]) => {
      expect(missingNames(ours ?? [], nativeSide)).toEqual([]);
      expect(missingNames(theirs ?? [], entrySide)).toEqual([]);
    },
  );
});
