import { randomUUID } from 'node:crypto';
import {
  createEmptyPipeline,
  createHttpHeaders,
  type Pipeline,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';
import { readMultipart } from '../../src/service/read-multipart.ts';
import type { ListRowsOptions, RowPage, TableLike } from '../../src/service/table-like.ts';

/** What goes wrong with one `$batch` request. */
export type BatchFault =
  | { readonly inside: number; readonly code: string; readonly message?: string } // a failure within status 202
  | { readonly outer: number; readonly headers?: Record<string, string>; readonly body?: string }
  | { readonly lost: 'before' | 'after' } // the connection breaks before or after the work is done
  | { readonly body: string }; // an answer that makes no sense

/** What goes wrong with one listing. */
export type ListFault = { readonly status: number; readonly code: string } | { readonly lost: true };

/** A row of the fake: its last change as the service writes it, to 100 ns, and its ETag. */
interface FakeRow {
  readonly timestamp: string;
  readonly etag: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One operation of a change set. */
interface FakeDelete {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly ifMatch: string;
}

const MESSAGES: Readonly<Record<string, string>> = {
  ResourceNotFound: 'The specified resource does not exist.',
  UpdateConditionNotSatisfied: 'The update condition specified in the request was not satisfied.',
  TableNotFound: 'The table specified does not exist.',
};

/**
 * A table service in memory that speaks `$batch` as the real one does: answers of status 202 for failed transactions, the
 * index of the first operation that failed in its message, 100 operations at most, no row twice.
 */
export class FakeTable implements TableLike {
  readonly tableName: string;
  readonly url: string = 'https://fake.table.example.invalid';
  readonly pipeline: Pipeline = createEmptyPipeline();
  /** Rows by partition key and row key. */
  readonly partitions: Map<string, Map<string, FakeRow>> = new Map();
  /** The operations of every batch that arrived. */
  readonly batches: FakeDelete[][] = [];
  /** The filter of every listing. */
  readonly listings: string[] = [];
  /** Batches being answered, now and at most, by partition key. */
  readonly inFlight: Map<string, { now: number; most: number }> = new Map();
  /** Partitions with a batch in flight, at most. */
  mostPartitionsAtOnce = 0;
  pageSize = 1000;
  exists = true;
  /** The order in which keys are listed; by default that of Azure Table Storage. */
  order: (keys: readonly string[]) => readonly string[] = (keys) => keys.toSorted();
  /** What the service says the time is. */
  now = 'Wed, 21 Jan 2026 10:00:00 GMT';
  /** Runs when a batch arrives, before it is answered: the place to change rows, or to make it fail. */
  onBatch: (operations: readonly FakeDelete[], number: number) => BatchFault | undefined = () => undefined;
  /** Runs before a page is listed. */
  onList: (filter: string, number: number) => ListFault | undefined = () => undefined;
  #changes = 0;

  constructor(tableName: string = 'sessions') {
    this.tableName = tableName;
    // In the last phase, so that every other policy is asked before.
    this.pipeline.addPolicy(
      { name: 'fake service', sendRequest: (request) => this.#answer(request) },
      { phase: 'Sign' },
    );
    // The client's own repeats must not be used: this stands for them.
    this.pipeline.addPolicy(
      { name: 'forbidden', sendRequest: () => Promise.reject(new TypeError('The retry policy was used.')) },
      { phase: 'Retry' },
    );
  }

  /** Writes a row as changed at that instant; again makes a new ETag. */
  write(
    partitionKey: string,
    rowKey: string,
    timestamp: string,
    properties: Readonly<Record<string, unknown>> = {},
  ): void {
    const rows = this.partitions.get(partitionKey) ?? new Map<string, FakeRow>();
    this.partitions.set(partitionKey, rows);
    this.#changes++;
    rows.set(rowKey, {
      timestamp,
      etag: `W/"datetime'${encodeURIComponent(timestamp)}-${this.#changes}'"`,
      properties,
    });
  }

  remove(partitionKey: string, rowKey: string): void {
    this.partitions.get(partitionKey)?.delete(rowKey);
  }

  /** The row keys left in a partition. */
  keys(partitionKey: string): readonly string[] {
    return [...(this.partitions.get(partitionKey)?.keys() ?? [])].sort();
  }

  listEntities(options: ListRowsOptions = {}): ReturnType<TableLike['listEntities']> {
    const { filter = '' } = options.queryOptions ?? {};
    const next = async (token: string | undefined): Promise<IteratorResult<RowPage, unknown>> => {
      options.abortSignal?.throwIfAborted();
      this.listings.push(filter);
      const fault = this.onList(filter, this.listings.length);
      if (fault !== undefined) throw listError(fault);
      if (!this.exists) throw listError({ status: 404, code: 'TableNotFound' });
      options.onResponse?.({ headers: createHttpHeaders({ date: this.now }) });
      return { done: false, value: this.#page(filter, Number(token ?? 0), options.queryOptions?.select ?? []) };
    };
    return { byPage: ({ continuationToken } = {}) => ({ next: () => next(continuationToken) }) };
  }

  /** Positions, not row counts, are tokens: a page looks at so many keys, whether they match or not, as the service does. */
  #page(filter: string, start: number, select: readonly string[]): RowPage {
    if (filter === '') return [];
    const partitionKey = literal(/PartitionKey eq '((?:[^']|'')*)'/.exec(filter)?.[1]) ?? '';
    const from = literal(/RowKey ge '((?:[^']|'')*)'/.exec(filter)?.[1]) ?? '';
    const to = literal(/RowKey le '((?:[^']|'')*)'/.exec(filter)?.[1]);
    const isAsked = readCondition(filter);

    // The cursor counts every key ever written to the partition, so deleting rows does not move it.
    const keys = this.order([...this.#everWritten(partitionKey)]);
    const seen = keys.slice(start, start + this.pageSize);
    const rows = seen.flatMap((rowKey) => {
      const row = this.partitions.get(partitionKey)?.get(rowKey);
      const inRange = rowKey >= from && (to === undefined || rowKey <= to);
      if (row === undefined || !inRange || !isAsked(row)) return [];
      const selected = Object.entries(row.properties).filter(([property]) => select.includes(property));
      return [{ ...Object.fromEntries(selected), partitionKey, rowKey, etag: row.etag }];
    });
    const end = start + this.pageSize;
    return Object.assign(rows, { continuationToken: end < keys.length ? String(end) : undefined });
  }

  readonly #written: Map<string, Set<string>> = new Map();
  #everWritten(partitionKey: string): ReadonlySet<string> {
    const known = this.#written.get(partitionKey) ?? new Set();
    this.#written.set(partitionKey, known);
    for (const key of this.keys(partitionKey)) known.add(key);
    return known;
  }

  async #answer(request: PipelineRequest): Promise<PipelineResponse> {
    const operations = readOperations(request);
    const partitionKey = operations[0]?.partitionKey ?? '';
    const flight = this.inFlight.get(partitionKey) ?? { now: 0, most: 0 };
    this.inFlight.set(partitionKey, flight);
    flight.now++;
    flight.most = Math.max(flight.most, flight.now);
    const busy = [...this.inFlight.values()].filter(({ now }) => now > 0).length;
    this.mostPartitionsAtOnce = Math.max(this.mostPartitionsAtOnce, busy);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      this.batches.push(operations);
      return this.#apply(request, operations, this.onBatch(operations, this.batches.length));
    } finally {
      flight.now--;
    }
  }

  #apply(request: PipelineRequest, operations: readonly FakeDelete[], fault: BatchFault | undefined): PipelineResponse {
    const respond = (status: number, body: string, headers: Record<string, string>): PipelineResponse => ({
      request,
      status,
      bodyAsText: body,
      headers: createHttpHeaders(headers),
    });
    if (fault !== undefined && 'lost' in fault && fault.lost === 'before') throw reset(request);
    if (fault !== undefined && 'outer' in fault) return respond(fault.outer, fault.body ?? '', fault.headers ?? {});
    if (fault !== undefined && 'body' in fault) return respond(202, fault.body, { 'content-type': 'text/plain' });

    const failure =
      fault !== undefined && 'inside' in fault
        ? { status: fault.inside, code: fault.code, message: fault.message ?? 'The server is busy.' }
        : this.#firstFailure(operations);
    if (failure === undefined) for (const { partitionKey, rowKey } of operations) this.remove(partitionKey, rowKey);
    if (fault !== undefined && 'lost' in fault) throw reset(request);
    const { contentType, body } = writeAnswer(operations.length, failure);
    return respond(202, body, { 'content-type': contentType });
  }

  #firstFailure(operations: readonly FakeDelete[]): InnerFailure | undefined {
    if (!this.exists) return innerFailure(404, 'TableNotFound', 0);
    if (operations.length > 100) return innerFailure(400, 'InvalidInput', 99);
    const seen = new Set<string>();
    for (const [index, { partitionKey, rowKey, ifMatch }] of operations.entries()) {
      if (seen.has(rowKey)) return innerFailure(400, 'InvalidDuplicateRow', index);
      seen.add(rowKey);
      const row = this.partitions.get(partitionKey)?.get(rowKey);
      if (row === undefined) return innerFailure(404, 'ResourceNotFound', index);
      if (ifMatch !== '*' && ifMatch !== row.etag) return innerFailure(412, 'UpdateConditionNotSatisfied', index);
    }
    return undefined;
  }
}

/** Understands comparisons with `lt` and `eq`, of which `and` binds closer than `or`, and parentheses around them. */
function readCondition(filter: string): (row: FakeRow) => boolean {
  const words = filter.match(/[()]|'(?:[^']|'')*'|datetime'[^']*'|[^\s()']+/g) ?? [];
  const next = (word: string): boolean => words[0] === word && words.shift() !== undefined;
  const any = (): ((row: FakeRow) => boolean) => {
    const terms = [all()];
    while (next('or')) terms.push(all());
    return (row) => terms.some((term) => term(row));
  };
  const all = (): ((row: FakeRow) => boolean) => {
    const terms = [one()];
    while (next('and')) terms.push(one());
    return (row) => terms.every((term) => term(row));
  };
  const one = (): ((row: FakeRow) => boolean) => {
    if (next('(')) {
      const inside = any();
      if (!next(')')) throw new Error(`The fake does not understand the filter ${filter}`);
      return inside;
    }
    const [name = '', operator, operand = ''] = words.splice(0, 3);
    // Keys are looked at by the listing itself.
    if (name === 'PartitionKey' || name === 'RowKey') return () => true;
    return (row) => compare(name === 'Timestamp' ? row.timestamp : row.properties[name], operator, operand);
  };
  const condition = any();
  if (words.length > 0) throw new Error(`The fake does not understand the filter ${filter}`);
  return condition;
}

/** Values of different types are neither equal nor less, nor is what a row does not have. */
function compare(value: unknown, operator: string | undefined, operand: string): boolean {
  const [, instant] = /^datetime'(.*?)Z?'$/.exec(operand) ?? [];
  if (operator === 'lt' && instant !== undefined) {
    const text =
      value instanceof Date ? value.toISOString().slice(0, -1) : /^\d{4}-.*\d{7}$/.test(String(value)) ? value : '';
    return typeof text === 'string' && text !== '' && text.padEnd(27, '0') < instant.padEnd(27, '0');
  }
  if (operator === 'lt') return typeof value === 'string' && value < operand.slice(1, -1);
  if (operator === 'eq') return operand === 'true' ? value === true : value === operand.slice(1, -1);
  throw new Error(`The fake does not know the operator ${operator}`);
}

interface InnerFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

function innerFailure(status: number, code: string, index: number): InnerFailure {
  return {
    status,
    code,
    message: `${index}:${MESSAGES[code] ?? 'One of the request inputs is not valid.'}\nRequestId:1`,
  };
}

function readOperations(request: PipelineRequest): FakeDelete[] {
  const [changeSet] = readMultipart(request.headers.get('content-type') ?? '', String(request.body));
  if (changeSet === undefined) throw new TypeError('The body is no batch.');
  return readMultipart(changeSet.contentType, changeSet.content).map(({ content }) => {
    const operation =
      /^DELETE https:\/\/[^/]+\/\w+\(PartitionKey='(?<pk>.*)',RowKey='(?<rk>.*)'\) HTTP\/1\.1$[\s\S]*^If-Match: (?<etag>.+)$/m.exec(
        content,
      )?.groups;
    if (operation === undefined) throw new TypeError(`No conditional delete: ${content}`);
    return {
      partitionKey: literal(decodeURIComponent(operation.pk ?? '')) ?? '',
      rowKey: literal(decodeURIComponent(operation.rk ?? '')) ?? '',
      ifMatch: operation.etag ?? '',
    };
  });
}

function writeAnswer(count: number, failure: InnerFailure | undefined): { contentType: string; body: string } {
  const id = randomUUID();
  const http = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', ''];
  const success = [`--changesetresponse_${id}`, ...http, 'HTTP/1.1 204 No Content', 'Cache-Control: no-cache', '', ''];
  const error = (inner: InnerFailure): string[] => [
    ...[`--changesetresponse_${id}`, ...http, `HTTP/1.1 ${inner.status} Failed`, 'Content-Type: application/json', ''],
    JSON.stringify({ 'odata.error': { code: inner.code, message: { lang: 'en-US', value: inner.message } } }),
  ];
  const lines = [
    ...[`--batchresponse_${id}`, `Content-Type: multipart/mixed; boundary=changesetresponse_${id}`, ''],
    ...(failure === undefined ? Array.from({ length: count }, () => success).flat() : error(failure)),
    ...[`--changesetresponse_${id}--`, `--batchresponse_${id}--`, ''],
  ];
  return { contentType: `multipart/mixed; boundary=batchresponse_${id}`, body: lines.join('\r\n') };
}

function listError(fault: ListFault): Error {
  if ('lost' in fault) return new RestError('read ECONNRESET', { code: 'ECONNRESET' });
  const error = new RestError('listing failed', { statusCode: fault.status });
  error.details = { odataError: { code: fault.code, message: { value: 'listing failed' } } };
  return error;
}

function reset(request: PipelineRequest): RestError {
  return new RestError('read ECONNRESET', { code: 'ECONNRESET', request });
}

const literal = (text: string | undefined): string | undefined => text?.replaceAll("''", "'");
