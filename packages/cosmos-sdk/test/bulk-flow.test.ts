import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BulkOperation } from '../src/bulk/bulk-operation.ts';
import { collect, type OpenBulk, openBulk, type Reading } from './fakes/open-bulk.ts';

let open: OpenBulk;
afterEach(() => open.close());

const upsert = (index: number, note = ''): BulkOperation<Reading> => ({
  kind: 'upsert',
  item: { id: String(index), sensor: `s${index % 31}`, value: index, note },
});
const firstOf = async <Value>(values: AsyncIterable<Value>, count: number): Promise<Value[]> => {
  const all: Value[] = [];
  for await (const value of values) if (all.push(value) === count) break;
  return all;
};

/** An endless input that says how far it was read, and whether it was told to end. */
function counted(note = ''): AsyncIterable<BulkOperation<Reading>> & { read: number; isClosed: boolean } {
  const input = {
    read: 0,
    isClosed: false,
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) yield upsert(input.read++, note);
      } finally {
        input.isClosed = true;
      }
    },
  };
  return input;
}

type Step = { readonly kind: BulkOperation['kind']; readonly item: number };

/** What a service does that carries operations out one after the other. */
function statusesOf(steps: readonly Step[]): readonly number[] {
  const values = new Map<number, number>();
  return steps.map(({ kind, item }, index) => {
    const isThere = values.has(item);
    switch (kind) {
      case 'create':
        if (isThere) return 409;
        values.set(item, index);
        return 201;
      case 'upsert':
        values.set(item, index);
        return isThere ? 200 : 201;
      case 'delete':
        return values.delete(item) ? 204 : 404;
      default:
        return isThere ? 200 : 404;
    }
  });
}

function operationOf({ kind, item }: Step, index: number): BulkOperation<Reading> {
  const id = String(item);
  const sensor = `s${item % 5}`;
  switch (kind) {
    case 'create':
    case 'upsert':
    case 'replace':
      return { kind, item: { id, sensor, value: index } };
    case 'patch':
      return { kind, partitionKey: sensor, id, operations: [{ op: 'incr', path: '/value', value: 1 }] };
    default:
      return { kind, partitionKey: sensor, id };
  }
}

describe('the operations of a bulk', () => {
  it('have one outcome each, and take place in their order where they are on one item, whatever is throttled', async () => {
    const kinds = ['create', 'upsert', 'replace', 'patch', 'delete', 'read'] as const;
    const step = fc.record({ kind: fc.constantFrom(...kinds), item: fc.nat({ max: 12 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 150 }), fc.integer({ min: 1, max: 4 }), async (steps, often) => {
        open = await openBulk();
        open.interfere((send, count) =>
          count % (often + 1) === 0
            ? Promise.resolve({
                status: 429,
                headers: { 'x-ms-substatus': '3200', 'x-ms-retry-after-ms': '1' },
                body: new Uint8Array(),
              })
            : send(),
        );
        const outcomes = await collect(open.readings.bulk(steps.map(operationOf), { maxConcurrency: often }));
        const statuses: (number | undefined)[] = [];
        for (const { index, status } of outcomes) statuses[index] = status?.code;
        expect(outcomes).toHaveLength(steps.length);
        expect(statuses).toEqual(statusesOf(steps));
        expect(open.requests.most).toBeLessThanOrEqual(often);
        await open.close();
      }),
      { numRuns: 25 },
    );
    open = await openBulk();
  });

  it('are read only as fast as their outcomes are taken', async () => {
    open = await openBulk();
    const input = counted();
    let most = 0;
    let taken = 0;
    for await (const _ of open.readings.bulk(input, { maxConcurrency: 2 })) {
      taken++;
      most = Math.max(most, input.read - taken);
      if (taken === 50) {
        // Whoever takes nothing gets the input to stop, whatever the service answers meanwhile.
        const before = await settled(() => input.read);
        expect(before).toBeLessThanOrEqual(taken + 401);
      }
      if (taken === 3000) break;
    }
    expect(most).toBeLessThanOrEqual(401);
    expect(open.requests.most).toBeLessThanOrEqual(2);
    expect(input.isClosed).toBe(true);
  });

  it('are not read further when those at hand have many bytes', async () => {
    open = await openBulk();
    const input = counted('x'.repeat(1_000_000));
    const leaving = new AbortController();
    open.interfere(() => new Promise(() => undefined));
    const bulk = collect(open.readings.bulk(input, { signal: leaving.signal }));
    bulk.catch(() => undefined);
    while (input.read < 30) await new Promise((resolve) => setImmediate(resolve));
    expect(await settled(() => input.read)).toBeLessThanOrEqual(35);
    leaving.abort();
    await expect(bulk).rejects.toMatchObject({ code: 'aborted' });
  });

  it('are sent when their input takes its time, not only when there are many', async () => {
    open = await openBulk();
    let asked = (): void => undefined;
    let bring = (_: BulkOperation<Reading>): void => undefined;
    async function* slow() {
      for (;;) {
        const brought = new Promise<BulkOperation<Reading>>((resolve) => {
          bring = resolve;
        });
        asked();
        yield await brought;
      }
    }
    const outcomes = open.readings.bulk(slow())[Symbol.asyncIterator]();
    for (let index = 0; index < 5; index++) {
      const isAsked = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const coming = outcomes.next();
      // The first is asked for by taking its outcome, the others as soon as the one before is read.
      if (index === 0) await isAsked;
      bring(upsert(index));
      expect((await coming).value).toMatchObject({ index, ok: true });
    }
    await outcomes.return?.();
  });

  it('of many bytes are all done in the end', async () => {
    open = await openBulk();
    const outcomes = await collect(
      open.readings.bulk(Array.from({ length: 40 }, (_, index) => upsert(index, 'x'.repeat(1_000_000)))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(40);
  });

  it('go together by partition, up to a hundred', async () => {
    open = await openBulk();
    const operations = Array.from({ length: 2000 }, (_, index) => upsert(index));
    await collect(open.readings.bulk(operations));
    expect(open.requests.count).toBeLessThanOrEqual(24);
    open.interfere((send) => send());
    const before = open.requests.count;
    // By bytes: at most some 220 kB in a request.
    await collect(open.readings.bulk(operations.slice(0, 100).map((_, index) => upsert(index, 'x'.repeat(100_000)))));
    expect(open.requests.count - before).toBeGreaterThanOrEqual(50);
  });
});

describe('leaving a bulk', () => {
  it('ends its input and its requests', async () => {
    open = await openBulk();
    const input = counted();
    await firstOf(open.readings.bulk(input), 1);
    expect(input.isClosed).toBe(true);
    const { count } = open.requests;
    await settled(() => open.requests.count);
    expect(open.requests.count).toBe(count);
  });

  it('does not wait for an input that is busy', async () => {
    open = await openBulk();
    async function* stuck() {
      yield upsert(1);
      await new Promise(() => undefined);
    }
    expect(await firstOf(open.readings.bulk(stuck()), 1)).toMatchObject([{ ok: true }]);
  });

  it('by its signal: every operation that was read still has its outcome, then the iteration fails', async () => {
    open = await openBulk();
    const leaving = new AbortController();
    const input = counted();
    const outcomes: { readonly ok: boolean; readonly index: number }[] = [];
    const failed: unknown[] = [];
    const bulk = async (): Promise<void> => {
      for await (const outcome of open.readings.bulk(input, { signal: leaving.signal })) {
        outcomes.push(outcome);
        if (!outcome.ok) failed.push(outcome.error.code);
        if (outcomes.length === 200) leaving.abort(new Error('enough'));
      }
    };
    await expect(bulk()).rejects.toMatchObject({
      code: 'aborted',
      message: 'The bulk on container "readings" was aborted by the caller.',
      cause: { message: 'enough' },
    });
    expect(outcomes.map(({ index }) => index).toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: outcomes.length }, (_, index) => index),
    );
    expect(new Set(failed)).toEqual(new Set(['aborted']));
    expect(input.isClosed).toBe(true);
  });

  it('by its signal while a schema is asked, loses nothing that was to be repeated', async () => {
    open = await openBulk();
    const leaving = new AbortController();
    const schema = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        async validate(value: unknown) {
          leaving.abort();
          await new Promise((resolve) => setImmediate(resolve));
          return { value: value as object };
        },
      },
    };
    const readings = await open.client.database('plant').container('readings', { schema, validateOnRead: true });
    const results = [
      { statusCode: 429, retryAfterMilliseconds: 1 },
      { statusCode: 200, resourceBody: { id: '2' } },
      { statusCode: 449 },
    ];
    const body = new TextEncoder().encode(JSON.stringify(results));
    open.interfere(async () => ({ status: 207, headers: {}, body }));
    const indexes: number[] = [];
    const reads = ['1', '2', '3'].map((id) => ({ kind: 'read', partitionKey: 's', id }) as const);
    const bulk = async (): Promise<void> => {
      for await (const { index } of readings.bulk(reads, { signal: leaving.signal })) indexes.push(index);
    };
    await expect(bulk()).rejects.toMatchObject({ code: 'aborted' });
    expect(indexes.toSorted()).toEqual([0, 1, 2]);
  });

  it('by its signal while operations wait to be repeated, and others wait for them', async () => {
    open = await openBulk();
    const leaving = new AbortController();
    const body = new TextEncoder().encode(JSON.stringify([{ statusCode: 449 }]));
    open.interfere(async (_, count) => {
      if (count === 2) setImmediate(() => leaving.abort());
      return { status: 207, headers: {}, body };
    });
    const codes: unknown[] = [];
    const bulk = async (): Promise<void> => {
      for await (const outcome of open.readings.bulk([upsert(1), upsert(1)], { signal: leaving.signal })) {
        if (!outcome.ok) codes.push(outcome.error.code);
      }
    };
    await expect(bulk()).rejects.toMatchObject({ code: 'aborted' });
    expect(codes).toEqual(['aborted', 'aborted']);
  });

  it('by a signal that was given before: nothing is sent', async () => {
    open = await openBulk();
    const bulk = open.readings.bulk([upsert(1)], { signal: AbortSignal.abort() });
    await expect(collect(bulk)).rejects.toMatchObject({ code: 'aborted' });
    expect(open.requests.count).toBe(0);
  });

  it('by closing the client', async () => {
    open = await openBulk();
    let count = 0;
    const bulk = async (): Promise<void> => {
      for await (const _ of open.readings.bulk(counted())) if (++count === 10) await open.client.close();
    };
    await expect(bulk()).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('a bulk that makes no sense', () => {
  it('is refused at once where its options or its input cannot be', async () => {
    open = await openBulk();
    const { readings } = open;
    expect(() => readings.bulk(undefined as never)).toThrow('must be an iterable or an async iterable');
    expect(() => readings.bulk('upsert' as never)).toThrow(TypeError);
    expect(() => readings.bulk([], 7 as never)).toThrow(TypeError);
    expect(() => readings.bulk([], { maxConcurrency: 0 })).toThrow(
      '"maxConcurrency" must be an integer from 1 to 1000',
    );
    expect(() => readings.bulk([], { onProgress: 'yes' as never })).toThrow('"onProgress" must be a function');
    expect(() => readings.bulk([], { sessionToken: '' })).toThrow('session token');
    await expect(collect(readings.bulk([], { retries: 3 } as never))).rejects.toThrow(TypeError);
    expect(await collect(readings.bulk([]))).toEqual([]);
    expect(open.requests.count).toBe(0);
  });

  it.each([
    ['an unknown kind', { kind: 'merge' }, 'its kind must be one of create, upsert'],
    ['nothing', undefined, 'its kind must be one of'],
    ['an unknown field', { kind: 'delete', partitionKey: 's', id: '1', etag: '"1"' }, 'a delete has no "etag"'],
    ['no partition key', { kind: 'read', id: '1' }, 'partition key is missing'],
    ['no id', { kind: 'read', partitionKey: 's' }, 'id'],
    ['an item without an id to be replaced', { kind: 'replace', item: { sensor: 's' } }, 'The item has no id'],
    [
      'an item that is no JSON',
      { kind: 'create', item: { id: '2', sensor: 's', value: 7n } },
      'Item "2" for container "readings" cannot be made JSON',
    ],
    ['an item that is none', { kind: 'create', item: 7 }, 'An item must be an object'],
    [
      'a patch of the id',
      { kind: 'patch', partitionKey: 's', id: '1', operations: [{ op: 'remove', path: '/id' }] },
      'id',
    ],
  ])('by an operation with %s ends after the outcomes of those before', async (_, operation, message) => {
    open = await openBulk();
    const outcomes: unknown[] = [];
    const input = [upsert(0), upsert(1), operation as never, upsert(3)];
    const bulk = async (): Promise<void> => {
      for await (const outcome of open.readings.bulk(input)) outcomes.push(outcome);
    };
    const thrown = await bulk().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TypeError);
    expect((thrown as Error).message).toContain(message);
    expect((thrown as Error).message).toContain('Operation 2 of the bulk');
    expect(outcomes).toHaveLength(2);
    expect(await open.readings.query('SELECT VALUE c.id FROM c ORDER BY c.id').toArray()).toEqual(['0', '1']);
  });

  it('by an item that is too large fails that operation alone', async () => {
    open = await openBulk();
    const outcomes = await collect(open.readings.bulk([upsert(0, 'x'.repeat(2_200_000)), upsert(1)]));
    expect(outcomes.toSorted((left, right) => left.index - right.index)).toMatchObject([
      { ok: false, id: '0', error: { code: 'too-large', message: expect.stringContaining('2 MB') } },
      { ok: true },
    ]);
  });

  it('throws what its input and its progress throw, after the outcomes', async () => {
    open = await openBulk();
    const outcomes: unknown[] = [];
    function* failing() {
      yield upsert(0);
      throw new RangeError('no more paper');
    }
    const bulk = async (): Promise<void> => {
      for await (const outcome of open.readings.bulk(failing())) outcomes.push(outcome);
    };
    await expect(bulk()).rejects.toThrow('no more paper');
    expect(outcomes).toHaveLength(1);
    const input = counted();
    const options = {
      onProgress() {
        throw new RangeError('no more ink');
      },
    };
    const indexes: number[] = [];
    const told = async (): Promise<void> => {
      for await (const { index } of open.readings.bulk(input, options)) indexes.push(index);
    };
    await expect(told()).rejects.toThrow('no more ink');
    expect(indexes.length).toBeGreaterThan(0);
    expect(input.read - indexes.length).toBeLessThanOrEqual(1);
    expect(input.isClosed).toBe(true);
  });
});

/** A figure once it has been the same for a while. */
async function settled<Value>(read: () => Value): Promise<Value> {
  for (let same = 0, last = read(); ; ) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = read();
    same = now === last ? same + 1 : 0;
    last = now;
    if (same === 50) return now;
  }
}
