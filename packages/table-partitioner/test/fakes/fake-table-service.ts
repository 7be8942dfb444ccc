import { createHttpHeaders, RestError } from '@azure/core-rest-pipeline';
import type { ListRowsOptions, RowAction, RowPage, TableLike, TableRow } from '../../src/service/table-like.ts';
import { parseFilter, ticks } from './odata-filter.ts';

/** One request to the fake. */
export interface FakeCall {
  readonly operation: 'get' | 'create' | 'update' | 'delete' | 'list' | 'transaction' | 'createTable' | 'deleteTable';
  readonly table: string;
  readonly partitionKey?: string | undefined;
  readonly rowKey?: string | undefined;
  /** The properties written, or the filter of a listing. */
  readonly detail?: unknown;
  /** Who asks: the name the client was made with. */
  readonly who: string;
}

/** What goes wrong with a request: it is refused, or its connection breaks before or after it is carried out. */
export type CallFault =
  | { readonly status: number; readonly code: string; readonly headers?: Record<string, string> }
  | { readonly lost: 'before' | 'after' };

/** How the service differs from Azure Table Storage. */
export interface FakeServiceOptions {
  /** As Cosmos DB for Table documents itself: rows in no order, 2 MB per transaction, row keys of 255 bytes. */
  readonly cosmos?: boolean;
  /** Rows of a page, at most. */
  readonly pageSize?: number;
  /** Milliseconds since 1970 of the first write. */
  readonly startMs?: number;
}

type Stored = { readonly values: Record<string, unknown>; readonly etag: string; readonly timestamp: string };
type Typed = { readonly value: unknown; readonly type: string };

const MESSAGES: Readonly<Record<string, string>> = {
  ResourceNotFound: 'The specified resource does not exist.',
  UpdateConditionNotSatisfied: 'The update condition specified in the request was not satisfied.',
  TableNotFound: 'The table specified does not exist.',
  TableBeingDeleted: 'The specified table is being deleted. Try operation later.',
  EntityAlreadyExists: 'The specified entity already exists.',
  RequestBodyTooLarge: 'The request body is too large and exceeds the maximum permissible limit.',
};

/** A table service in memory: rows with types, ETags, an index in the order of keys, transactions, tables that take time to go. */
export class FakeTableService {
  readonly calls: FakeCall[] = [];
  /** Runs before a request is carried out, and may hold it back as long as it likes. */
  beforeCall: (call: FakeCall) => Promise<CallFault | undefined> | CallFault | undefined = () => undefined;
  /** Listings being answered, now and at most. */
  readonly listings: { now: number; most: number } = { now: 0, most: 0 };
  /** The service's clock. Every write moves it by 100 ns. */
  nowMs: number;
  readonly cosmos: boolean;
  readonly #pageSize: number;
  readonly #tables: Map<string, Map<string, Stored>> = new Map();
  readonly #beingDeleted: Set<string> = new Set();
  #writes = 0;

  constructor({ cosmos = false, pageSize = 1000, startMs = Date.UTC(2026, 0, 21, 10) }: FakeServiceOptions = {}) {
    this.cosmos = cosmos;
    this.#pageSize = pageSize;
    this.nowMs = startMs;
  }

  /** Makes a table, with no request. */
  addTable(name: string): void {
    this.#tables.set(this.#nameOf(name), new Map());
  }

  hasTable(name: string): boolean {
    return this.#tables.has(this.#nameOf(name));
  }

  /** The service has at last deleted what it was deleting. */
  finishDeletions(): void {
    this.#beingDeleted.clear();
  }

  /** Puts a row with no request. */
  put(table: string, partitionKey: string, rowKey: string, properties: object = {}): string {
    return this.#write(this.#table(table), { ...properties, partitionKey, rowKey }, {});
  }

  /** The rows of a table by their keys, as `{ property: value }`. */
  rows(table: string): Record<string, Record<string, unknown>> {
    const rows = [...(this.#tables.get(this.#nameOf(table))?.entries() ?? [])];
    return Object.fromEntries(
      rows.map(([key, { values }]) => [
        key.split('\n')[1] ?? '',
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, convert(value as Typed)])),
      ]),
    );
  }

  /** What is stored of one row, types included. */
  stored(table: string, partitionKey: string, rowKey: string): Stored | undefined {
    return this.#tables.get(this.#nameOf(table))?.get(`${partitionKey}\n${rowKey}`);
  }

  /** A client of a table, which may or may not exist. */
  client(tableName: string, who = ''): TableLike {
    const row = (partitionKey: unknown, rowKey: unknown) => ({
      partitionKey: String(partitionKey),
      rowKey: String(rowKey),
    });
    return {
      tableName,
      url: `https://fake.table.${this.cosmos ? 'cosmos' : 'core'}.example.invalid`,
      listEntities: (options = {}) => this.#list(tableName, who, options),
      getEntity: (partitionKey, rowKey, options = {}) =>
        this.#carryOut({ operation: 'get', table: tableName, ...row(partitionKey, rowKey), who }, options, () => {
          const found = this.#table(tableName).get(`${partitionKey}\n${rowKey}`);
          if (found === undefined) throw failure(404, 'ResourceNotFound');
          return { 'odata.metadata': 'https://fake/$metadata', ...answerRow(found, options.disableTypeConversion) };
        }),
      createEntity: (entity, options = {}) =>
        this.#carryOut(
          { operation: 'create', table: tableName, ...row(entity.partitionKey, entity.rowKey), detail: entity, who },
          options,
          () => ({ etag: this.#create(this.#table(tableName), entity) }),
        ),
      updateEntity: (entity, mode = 'Merge', options = {}) =>
        this.#carryOut(
          { operation: 'update', table: tableName, ...row(entity.partitionKey, entity.rowKey), detail: entity, who },
          options,
          () => ({ etag: this.#update(this.#table(tableName), entity, mode, options.etag ?? '*') }),
        ),
      deleteEntity: (partitionKey, rowKey, options = {}) =>
        this.#carryOut({ operation: 'delete', table: tableName, ...row(partitionKey, rowKey), who }, options, () => {
          const rows = this.#table(tableName);
          this.#check(rows, `${partitionKey}\n${rowKey}`, options.etag ?? '*');
          rows.delete(`${partitionKey}\n${rowKey}`);
          return {};
        }),
      submitTransaction: (actions, options = {}) =>
        this.#carryOut({ operation: 'transaction', table: tableName, detail: actions, who }, options, () =>
          this.#transact(tableName, actions),
        ),
      createTable: (options = {}) =>
        this.#carryOut({ operation: 'createTable', table: tableName, who }, options, () => {
          const name = this.#nameOf(tableName);
          if (this.#beingDeleted.has(name)) throw failure(409, 'TableBeingDeleted');
          // The client takes a table that exists for created.
          if (!this.#tables.has(name)) this.#tables.set(name, new Map());
          return {};
        }),
      deleteTable: (options = {}) =>
        this.#carryOut({ operation: 'deleteTable', table: tableName, who }, options, () => {
          const name = this.#nameOf(tableName);
          if (this.#beingDeleted.has(name)) throw failure(409, 'TableBeingDeleted');
          if (this.#tables.delete(name)) this.#beingDeleted.add(name);
          return {};
        }),
    };
  }

  async #carryOut<T>(call: FakeCall, options: { abortSignal?: AbortSignal }, work: () => T): Promise<T> {
    options.abortSignal?.throwIfAborted();
    this.calls.push(call);
    const fault = await this.beforeCall(call);
    options.abortSignal?.throwIfAborted();
    if (fault !== undefined && 'status' in fault) throw failure(fault.status, fault.code, fault.headers);
    if (fault?.lost === 'before') throw reset();
    const answer = work();
    if (fault?.lost === 'after') throw reset();
    return answer;
  }

  #nameOf(table: string): string {
    return this.cosmos ? table : table.toLowerCase();
  }

  #table(name: string): Map<string, Stored> {
    const rows = this.#tables.get(this.#nameOf(name));
    if (rows !== undefined) return rows;
    const [status, code] = this.#beingDeleted.has(this.#nameOf(name))
      ? [409, 'TableBeingDeleted']
      : [404, 'TableNotFound'];
    throw failure(Number(status), String(code));
  }

  #create(rows: Map<string, Stored>, entity: TableRow): string {
    if (rows.has(`${entity.partitionKey}\n${entity.rowKey}`)) throw failure(409, 'EntityAlreadyExists');
    return this.#write(rows, entity, {});
  }

  #update(rows: Map<string, Stored>, entity: TableRow, mode: 'Merge' | 'Replace', etag: string): string {
    const found = this.#check(rows, `${entity.partitionKey}\n${entity.rowKey}`, etag);
    return this.#write(rows, entity, mode === 'Merge' ? found.values : {});
  }

  #check(rows: Map<string, Stored>, key: string, etag: string): Stored {
    const found = rows.get(key);
    if (found === undefined) throw failure(404, 'ResourceNotFound');
    if (etag !== '*' && etag !== found.etag) throw failure(412, 'UpdateConditionNotSatisfied');
    return found;
  }

  #write(rows: Map<string, Stored>, entity: TableRow, kept: Record<string, unknown>): string {
    const { partitionKey, rowKey, ...properties } = entity;
    if (this.cosmos && Buffer.byteLength(rowKey) > 255) throw failure(400, 'PropertyValueTooLarge');
    const timestamp = ticks(`${new Date(this.nowMs).toISOString().slice(0, 19)}.${this.#tick()}`);
    const etag = `W/"datetime'${encodeURIComponent(timestamp)}'"`;
    const values: Record<string, unknown> = { ...kept };
    for (const [name, value] of Object.entries(properties)) {
      if (value !== undefined && value !== null) values[name] = typeOf(value);
    }
    rows.set(`${partitionKey}\n${rowKey}`, { values, etag, timestamp });
    return etag;
  }

  /** Milliseconds of the clock and the number of the write, as seven digits of a second. */
  #tick(): string {
    this.#writes++;
    if (this.#writes % 10_000 === 0) this.nowMs++;
    return String(this.nowMs % 1000).padStart(3, '0') + String(this.#writes % 10_000).padStart(4, '0');
  }

  #transact(table: string, actions: readonly RowAction[]): object {
    if (actions.length === 0) throw new TypeError("Cannot read properties of undefined (reading '1')");
    if (this.cosmos && JSON.stringify(actions).length > 2 * 1024 * 1024) throw failure(413, 'RequestBodyTooLarge');
    const rows = this.#table(table);
    const before = new Map(rows);
    try {
      for (const [kind, entity, mode, options] of actions) {
        if (kind === 'create') this.#create(rows, entity);
        else this.#update(rows, entity, mode, options.etag ?? '*');
      }
    } catch (error) {
      this.#tables.set(this.#nameOf(table), before);
      throw error;
    }
    return {};
  }

  #list(table: string, who: string, options: ListRowsOptions): ReturnType<TableLike['listEntities']> {
    const { filter = '', select } = options.queryOptions ?? {};
    const matches = parseFilter(filter);
    // A query of one partition looks at that partition only.
    const partitionKey = /^PartitionKey eq '((?:[^']|'')*)'/.exec(filter)?.[1]?.replaceAll("''", "'");
    const next = async (token: string | undefined, pageSize: number): Promise<RowPage> => {
      this.listings.now++;
      this.listings.most = Math.max(this.listings.most, this.listings.now);
      try {
        return await this.#carryOut({ operation: 'list', table, detail: filter, who }, options, () => {
          options.onResponse?.({ headers: createHttpHeaders({ date: new Date(this.nowMs).toUTCString() }) });
          const keys = this.#keysAfter(table, token, partitionKey);
          const seen = keys.slice(0, pageSize);
          const page = seen.flatMap((key) => {
            const found = this.#table(table).get(key) as Stored;
            const [PartitionKey, RowKey] = key.split('\n');
            const instants = { Timestamp: found.timestamp, PartitionKey, RowKey };
            if (!matches({ ...filterValues(found.values), ...instants })) return [];
            const row = {
              ...answerRow(found, options.disableTypeConversion),
              partitionKey: PartitionKey,
              rowKey: RowKey,
            };
            return [select === undefined ? row : selectOf(row, select)];
          });
          return Object.assign(page, {
            continuationToken: keys.length > pageSize ? seen.at(-1) : undefined,
          }) as RowPage;
        });
      } finally {
        this.listings.now--;
      }
    };
    return {
      byPage: ({ continuationToken, maxPageSize = this.#pageSize } = {}) => {
        let token = continuationToken;
        let ended = false;
        return {
          next: async () => {
            if (ended) return { done: true, value: undefined };
            const page = await next(token, Math.min(maxPageSize, this.#pageSize));
            token = page.continuationToken;
            ended = token === undefined;
            return { done: false, value: page };
          },
        };
      },
    };
  }

  /** Keys in the order of the index: by their text, or by a hash where the service promises no order. */
  #keysAfter(table: string, token: string | undefined, partitionKey: string | undefined): string[] {
    const prefix = partitionKey === undefined ? '' : `${partitionKey}\n`;
    const place = (key: string): string => (this.cosmos ? `${scramble(key)}${key}` : key);
    const after = token === undefined ? '' : place(token);
    return [...this.#table(table).keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => [place(key), key] as const)
      .filter(([at]) => at > after)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, key]) => key);
  }
}

function answerRow({ values, etag, timestamp }: Stored, raw = false): Record<string, unknown> {
  const answered = Object.entries(values).map(([name, value]) => [
    name,
    raw ? withoutConversion(value as Typed) : convert(value as Typed),
  ]);
  return { ...Object.fromEntries(answered), etag, timestamp };
}

/** The type the client gives a value when it writes it. */
function typeOf(value: unknown): Typed {
  if (typeof value === 'string') return { value, type: 'String' };
  if (typeof value === 'boolean') return { value, type: 'Boolean' };
  if (typeof value === 'number') return { value, type: Number.isInteger(value) ? 'Int32' : 'Double' };
  if (typeof value === 'bigint') return { value: String(value), type: 'Int64' };
  if (value instanceof Date) return { value: value.toISOString(), type: 'DateTime' };
  if (value instanceof Uint8Array) return { value: Buffer.from(value).toString('base64'), type: 'Binary' };
  return value as Typed;
}

/** What the client makes of a value when it reads it. */
function convert({ value, type }: Typed): unknown {
  if (type === 'DateTime') return new Date(String(value));
  if (type === 'Int64') return BigInt(String(value));
  if (type === 'Binary') return new Uint8Array(Buffer.from(String(value), 'base64'));
  return type === 'Guid' ? { value, type } : value;
}

/** As the client answers without conversion: numbers and booleans are text, and a whole number is taken for an Int32. */
function withoutConversion({ value, type }: Typed): Typed {
  if (type === 'Int32' || type === 'Double') {
    if (typeof value === 'string') return { value, type };
    return { value: String(value), type: Number.isSafeInteger(value) ? 'Int32' : 'Double' };
  }
  return { value: type === 'Boolean' ? String(value) : value, type };
}

function filterValues(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, typed]) => {
      const { value, type } = typed as Typed;
      return [name, type === 'DateTime' ? ticks(String(value)) : value];
    }),
  );
}

function selectOf(row: Record<string, unknown>, select: readonly string[]): Record<string, unknown> {
  const names = new Set(
    select.map((name) => ({ PartitionKey: 'partitionKey', RowKey: 'rowKey', Timestamp: 'timestamp' })[name] ?? name),
  );
  const selected = Object.entries(row).filter(([name]) => name === 'etag' || names.has(name));
  // A property that a row does not have is answered as null.
  return { ...Object.fromEntries([...names].map((name) => [name, null])), ...Object.fromEntries(selected) };
}

function scramble(text: string): string {
  let hash = 7;
  for (const character of text) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

function failure(status: number, code: string, headers: Record<string, string> = {}): RestError {
  const error = new RestError(MESSAGES[code] ?? code, { statusCode: status });
  error.details = { odataError: { code, message: { value: `${MESSAGES[code] ?? code}\nRequestId:1` } } };
  if (Object.keys(headers).length > 0) {
    error.response = { status, headers: createHttpHeaders(headers), request: {} as never };
  }
  return error;
}

function reset(): RestError {
  return new RestError('read ECONNRESET', { code: 'ECONNRESET' });
}
