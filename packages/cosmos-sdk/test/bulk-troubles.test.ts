import { afterEach, describe, expect, it } from '@jest/globals';
import type { BulkOperation } from '../src/bulk/bulk-operation.ts';
import type { BulkProgress } from '../src/bulk/bulk-outcome.ts';
import { collect, type OpenBulk, openBulk, type Reading } from './fakes/open-bulk.ts';

let open: OpenBulk;
afterEach(() => open.close());

function* upserts(
  count: number,
  sensors = 97,
): Generator<Extract<BulkOperation<Reading>, { readonly kind: 'upsert' }>> {
  for (let index = 0; index < count; index++) {
    yield { kind: 'upsert', item: { id: String(index), sensor: `s${index % sensors}`, value: index } };
  }
}
const increment = (id: string): BulkOperation<Reading> => ({
  kind: 'patch',
  partitionKey: 's',
  id,
  operations: [{ op: 'incr', path: '/value', value: 1 }],
});

/** Every item is there once, as it was written. */
async function expectAll(count: number): Promise<void> {
  const items = await collect(open.readings.readAll());
  expect(items.map(({ id }) => Number(id)).toSorted((left, right) => left - right)).toEqual(
    Array.from({ length: count }, (_, index) => index),
  );
  for (const { id, value } of items) expect(value).toBe(Number(id));
}

const lostAnswer = (): never => {
  throw new Error('socket hang up');
};

describe('a bulk', () => {
  it('writes everything once while the account throttles it, and says how often it did', async () => {
    // So little throughput that a busy machine is throttled as well.
    open = await openBulk({ throttling: true, requestUnitsPerSecond: 4000 });
    let progress: BulkProgress | undefined;
    const outcomes = await collect(
      open.readings.bulk(upserts(1000), {
        onProgress: (now) => {
          progress = now;
        },
      }),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(outcomes.map(({ index }) => index).toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 1000 }, (_, index) => index),
    );
    expect(progress?.throttled).toBeGreaterThan(0);
    await expectAll(1000);
  });

  it('gives an operation up that was throttled as often, or as long, as it may be', async () => {
    open = await openBulk();
    await open.account.control.injectFault({
      when: { operationType: 'batch' },
      result: { kind: 'status', status: 429, subStatus: 3200 },
    });
    const [outcome] = await collect(open.readings.bulk(upserts(1), { throttlingRetry: { maxRetryCount: 1 } }));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'throttled', mayHaveBeenApplied: false } });
    expect(open.requests.count).toBe(2);
    const [second] = await collect(open.readings.bulk(upserts(1), { throttlingRetry: { maxRetryWaitMs: 50 } }));
    expect(second).toMatchObject({ ok: false, status: { code: 429 } });
    expect(open.requests.count).toBe(3);
  });

  it('follows partitions that split while it is under way', async () => {
    open = await openBulk({ partitionsPerContainer: 1 });
    let done = 0;
    for await (const outcome of open.readings.bulk(upserts(3000), { maxConcurrency: 2 })) {
      expect(outcome.ok).toBe(true);
      if (++done === 300 || done === 1500) {
        const partitionKeyRangeId = done === 300 ? '0' : '2';
        await open.account.control.splitPartition({ database: 'plant', container: 'readings', partitionKeyRangeId });
      }
    }
    expect(done).toBe(3000);
    expect(await open.readings.feedRanges()).toHaveLength(3);
    await expectAll(3000);
  });

  it('takes what was throttled to where it belongs now, when its partition has split meanwhile', async () => {
    open = await openBulk({ partitionsPerContainer: 1 });
    const throttled = { status: 429, headers: { 'x-ms-retry-after-ms': '1' }, body: new Uint8Array() };
    let hasMoved = (): void => undefined;
    const moved = new Promise<void>((resolve) => {
      hasMoved = resolve;
    });
    open.interfere(async (send, count) => {
      if (count === 3) {
        await moved;
        return throttled;
      }
      if (count > 3) hasMoved();
      if (count === 2) {
        const names = { database: 'plant', container: 'readings' };
        await open.account.control.splitPartition({ ...names, partitionKeyRangeId: '0' });
      }
      return send();
    });
    const outcomes = await collect(open.readings.bulk(upserts(300)));
    expect(outcomes.map(({ ok }) => ok)).toEqual(Array(300).fill(true));
    await expectAll(300);
  });

  it('goes on in another region when its own fails', async () => {
    open = await openBulk({ writeMode: 'multi' });
    const regions = new Set<string | undefined>();
    let done = 0;
    for await (const outcome of open.readings.bulk(upserts(2000), { maxConcurrency: 2 })) {
      if (outcome.ok) regions.add(outcome.diagnostics.effectiveRegion);
      else throw outcome.error;
      if (++done === 300) await open.account.control.failRegion('East US', { kind: 'unreachable' });
    }
    expect([...regions]).toEqual(['East US', 'West US']);
    await open.account.control.restoreRegion('East US');
    await expectAll(2000);
  });

  it('repeats what had no clear answer only where that leaves the same, and says what may have been done', async () => {
    open = await openBulk();
    await open.readings.createItem({ id: 'twice', sensor: 's', value: 0 });
    open.interfere(async (send, count) => {
      const answer = await send();
      return count === 1 || count === 3 ? lostAnswer() : answer;
    });
    const outcomes = await collect(
      open.readings.bulk([
        { kind: 'create', item: { id: 'new', sensor: 's', value: 1 } },
        { kind: 'upsert', item: { id: 'up', sensor: 's', value: 1 } },
        increment('twice'),
        { kind: 'read', partitionKey: 's', id: 'none' },
      ]),
    );
    outcomes.sort((left, right) => left.index - right.index);
    expect(outcomes).toMatchObject([
      // It was created by the attempt whose answer was lost.
      { ok: false, error: { code: 'conflict', mayHaveBeenApplied: true } },
      { ok: true, status: { code: 200 } },
      { ok: false, error: { code: 'transport-failed', mayHaveBeenApplied: true, cause: { code: 'transport-failed' } } },
      { ok: false, error: { code: 'not-found', mayHaveBeenApplied: false } },
    ]);
    expect((await open.readings.readItem('s', 'twice')).resource.value).toBe(1);
    expect(open.requests.count).toBe(3);
  });

  it('loses and doubles nothing when every fifth answer is lost', async () => {
    open = await openBulk();
    open.interfere(async (send, count) => {
      const answer = await send();
      return count % 5 === 0 ? lostAnswer() : answer;
    });
    const outcomes = await collect(open.readings.bulk(upserts(2000), { maxFailoverRetryCount: 10 }));
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(new Set(outcomes.map(({ index }) => index)).size).toBe(2000);
    await expectAll(2000);
  });

  it('repeats single operations whose own answer is 449 or 503, and not what may not be applied twice', async () => {
    open = await openBulk();
    const rows = (...statuses: number[]) => ({
      status: 207,
      headers: {},
      body: new TextEncoder().encode(JSON.stringify(statuses.map((statusCode) => ({ statusCode, requestCharge: 1 })))),
    });
    open.interfere((send, count) => {
      if (count === 1) return Promise.resolve(rows(449, 503));
      return count === 2 ? Promise.resolve(rows(503)) : send();
    });
    await open.readings.createItem({ id: 'twice', sensor: 's', value: 0 });
    const outcomes = await collect(
      open.readings.bulk([
        { kind: 'upsert', item: { id: '1', sensor: 's', value: 1 } },
        { kind: 'upsert', item: { id: '2', sensor: 's', value: 1 } },
        increment('twice'),
      ]),
    );
    outcomes.sort((left, right) => left.index - right.index);
    expect(outcomes).toMatchObject([
      { ok: true, status: { code: 201 } },
      { ok: true, status: { code: 201 } },
      { ok: false, error: { code: 'server-error', mayHaveBeenApplied: true } },
    ]);
    expect(outcomes[0]?.requestCharge).toBeGreaterThan(1);
  });

  it('remembers that an operation may have been done when its repeat is refused, and of reads that they never are', async () => {
    open = await openBulk();
    const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
    open.interfere((_, count) =>
      Promise.resolve(
        count === 1
          ? { status: 207, headers: {}, body: text([{ statusCode: 503 }, { statusCode: 503 }]) }
          : { status: 403, headers: {}, body: text({ message: 'no' }) },
      ),
    );
    const outcomes = await collect(
      open.readings.bulk([
        { kind: 'upsert', item: { id: '1', sensor: 's', value: 1 } },
        { kind: 'read', partitionKey: 's', id: '2' },
      ]),
    );
    outcomes.sort((left, right) => left.index - right.index);
    expect(outcomes).toMatchObject([
      { ok: false, error: { code: 'forbidden', mayHaveBeenApplied: true } },
      { ok: false, error: { code: 'forbidden', mayHaveBeenApplied: false } },
    ]);
    open.interfere(lostAnswer);
    const read = { kind: 'read', partitionKey: 's', id: '2' } as const;
    expect(await collect(open.readings.bulk([read, increment('1')], { maxFailoverRetryCount: 0 }))).toMatchObject([
      { kind: 'read', error: { code: 'transport-failed', mayHaveBeenApplied: false } },
      { kind: 'patch', error: { code: 'transport-failed', mayHaveBeenApplied: true } },
    ]);
  });

  it('fails each operation by itself when the answer cannot be read', async () => {
    open = await openBulk({ partitionsPerContainer: 1 });
    open.interfere(async () => ({ status: 200, headers: {}, body: new TextEncoder().encode('[]') }));
    const outcomes = await collect(open.readings.bulk(upserts(3)));
    expect(outcomes.map(({ ok, status }) => [ok, status?.code])).toEqual(Array(3).fill([false, 503]));
    expect(outcomes[0]).toMatchObject({ error: { code: 'invalid-response' } });
  });
});
