import { describe, expect, it } from '@jest/globals';
import { answer, decideAfter, describeVerdict, noAnswer, type Scene } from '../../test/fakes/attempt.ts';
import { createOrder, order, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { ifMatch } from '../operation/precondition.ts';
import type { RetryAmbiguousWrites } from '../options/operation-options.ts';
import { encodeJson } from '../request/encode-json.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';

const body = new TextEncoder().encode('{"id":"1"}');
const sets = [{ op: 'set', path: '/total', value: 1 }] as const;
const counts = [{ op: 'incr', path: '/total', value: 1 }] as const;
const writes: readonly (readonly [string, CosmosOperation])[] = [
  ['create', createOrder],
  ['upsert', CosmosOperation.upsertItem(order).withBody(body)],
  ['replace', CosmosOperation.replaceItem(order).withBody(body)],
  ['delete', CosmosOperation.deleteItem(order)],
  ['patch that sets', CosmosOperation.patchItem(order, sets)],
  ['batch that sets', CosmosOperation.batch(orders, 'ada', [{ kind: 'patch', id: '1', operations: sets }])],
];
/** What leaves another state when it is applied twice. */
const counting: readonly (readonly [string, CosmosOperation])[] = [
  ['patch that counts', CosmosOperation.patchItem(order, counts)],
  ['batch that counts', CosmosOperation.batch(orders, 'ada', [{ kind: 'patch', id: '1', operations: counts }])],
];
const reads: readonly (readonly [string, CosmosOperation])[] = [
  ['read', readOrder],
  ['query', CosmosOperation.queryItems(orders, 'SELECT * FROM c')],
  ['feed', CosmosOperation.readFeed(orders)],
];
const modes: readonly RetryAmbiguousWrites[] = ['idempotent', 'always', 'never'];

const over = 'region-failover in 0';
const breaker: Scene = { guard: 'circuit-breaker' };

function verdict(outcome: AttemptOutcome, scene?: Scene): string {
  return describeVerdict(decideAfter(outcome, scene));
}

const lookUp = 'look up dbs/db/colls/orders, else fail';
const twice = (text: string): [string, string] => [text, text];

/** Outcome, then what follows: without a guard, and under the circuit breaker. */
const readRows: readonly (readonly [string, AttemptOutcome, string, string])[] = [
  ['200', answer(200), 'complete', 'complete'],
  ['207', answer(207), 'complete', 'complete'],
  ['304', answer(304), 'complete', 'complete'],
  [
    '403/3',
    answer(403, 3),
    `${over}, avoid endpoint: write-forbidden, read account`,
    `${over}, count write, read account`,
  ],
  [
    '403/1008',
    answer(403, 1008),
    `${over}, avoid endpoint: account-not-found, read account`,
    `${over}, count read, read account`,
  ],
  ['404/1002', answer(404, 1002), 'retry in 0', 'retry in 0'],
  ['503', answer(503), `${over}, avoid endpoint: server-error`, `${over}, count read`],
  ['408', answer(408), `${over}, avoid endpoint: server-error`, `${over}, count read`],
  ['410', answer(410), `${over}, avoid endpoint: server-error`, `${over}, count read`],
  ['429/3092', answer(429, 3092), `${over}, avoid endpoint: server-error`, `${over}, count read`],
  ['429', answer(429, 3200), 'retry in 5', 'retry in 5'],
  ['449', answer(449), 'retry in 12.5', 'retry in 12.5'],
  ['500', answer(500), `${over}, avoid endpoint: server-error`, `${over}, count read`],
  ['502', answer(502), `${over}, avoid endpoint: server-error`, `${over}, count read`],
  ['504', answer(504), `${over}, avoid endpoint: server-error`, `${over}, count read`],
  ['599', answer(599), `${over}, avoid endpoint: server-error`, `${over}, count read`],
  ['505', answer(505), ...twice('fail server-error')],
  ['410/1002', answer(410, 1002), 'retry in 80, read partitions', 'retry in 80, read partitions'],
  ['410/1007', answer(410, 1007), 'retry in 80, read partitions', 'retry in 80, read partitions'],
  ['410/1008', answer(410, 1008), 'retry in 80, read partitions', 'retry in 80, read partitions'],
  ['400', answer(400), 'fail bad-request', 'fail bad-request'],
  ['401', answer(401), 'fail unauthorized', 'fail unauthorized'],
  ['403', answer(403), 'fail forbidden', 'fail forbidden'],
  ['404', answer(404), 'fail not-found', 'fail not-found'],
  ['409', answer(409), 'fail conflict', 'fail conflict'],
  ['412', answer(412), 'fail precondition-failed', 'fail precondition-failed'],
  ['418', answer(418), 'fail unexpected-status', 'fail unexpected-status'],
  ['400/1001', answer(400, 1001), `${lookUp} bad-request`, `${lookUp} bad-request`],
  ['400/1024', answer(400, 1024), `${lookUp} bad-request`, `${lookUp} bad-request`],
  ['404/1003', answer(404, 1003), `${lookUp} not-found`, `${lookUp} not-found`],
  ['410/1000', answer(410, 1000), `${lookUp} gone`, `${lookUp} gone`],
  ['429 with a wait', answer(429, 3200, { 'x-ms-retry-after-ms': '70' }), 'retry in 70', 'retry in 70'],
  ['no signature', { kind: 'not-signed', error: new Error('vault') }, ...twice('fail credential-failed')],
  ['an abort', { kind: 'interrupted', by: 'abort', inFlight: false }, ...twice('fail aborted')],
  ['a close', { kind: 'interrupted', by: 'close', inFlight: false }, ...twice('fail closed')],
  ['413', answer(413), 'fail too-large', 'fail too-large'],
  ['501', answer(501), 'fail server-error', 'fail server-error'],
  [
    'no answer, not sent',
    noAnswer('not-sent'),
    `${over}, avoid endpoint: unreachable`,
    `${over}, avoid endpoint: unreachable`,
  ],
  ['no answer, sent', noAnswer('sent'), over, `${over}, count read`],
  ['no answer, nobody knows', noAnswer('unknown'), over, `${over}, count read`],
  [
    'the deadline',
    { kind: 'interrupted', by: 'deadline', inFlight: true },
    'fail deadline-exceeded',
    'fail deadline-exceeded',
  ],
];

describe.each(reads)('what follows an attempt of a %s', (_name, operation) => {
  it.each(readRows)('after %s', (_, outcome, unguarded, guarded) => {
    for (const mode of modes) {
      expect(verdict(outcome, { operation, mode })).toBe(unguarded);
      expect(verdict(outcome, { ...breaker, operation, mode })).toBe(guarded);
    }
  });
});

describe('what follows an attempt of a read', () => {
  it('tells the circuit breaker of a success only where something is noted about the partition', () => {
    expect(verdict(answer(200), { ...breaker, isPartitionNoted: true })).toBe('complete, partition-served');
    expect(verdict(answer(404), { ...breaker, isPartitionNoted: true })).toBe('fail not-found, partition-served');
    expect(verdict(answer(401), { guard: undefined, isPartitionNoted: true })).toBe('fail unauthorized');
  });

  it('tries another connection once, at the same endpoint, when one failed but there is a way to the host', () => {
    const dropped = { ...noAnswer('not-sent'), hostUnreachable: false } as const;
    expect(verdict(dropped, breaker)).toBe('transport-retry in 0');
    expect(verdict(dropped, { operation: createOrder, mode: 'never' })).toBe('transport-retry in 0');
    expect(decideAfter(dropped).decision).toMatchObject({ next: { failovers: 0, tried: [], reconnected: true } });
    const again = decideAfter(dropped, { retry: { reconnected: true } });
    expect(describeVerdict(again)).toBe(`${over}, avoid endpoint: unreachable`);
    expect(again.decision).toMatchObject({ next: { reconnected: false } });
    expect(verdict({ ...noAnswer('unknown'), hostUnreachable: false } as AttemptOutcome)).toBe(over);
  });

  it('counts the failure that spends the budget, too', () => {
    expect(verdict(answer(503), { ...breaker, retry: { failovers: 3 } })).toBe('fail server-error, count read');
  });
});

/** Whether a write is sent again after it, without regard to whether it may have been applied. */
const certain: readonly (readonly [string, AttemptOutcome, string])[] = [
  ['200', answer(200), 'complete'],
  ['201', answer(201), 'complete'],
  ['204', answer(204), 'complete'],
  ['207', answer(207), 'complete'],
  ['304', answer(304), 'complete'],
  ['429', answer(429, 3200), 'retry in 5'],
  ['429/3092', answer(429, 3092), `${over}, avoid endpoint: server-error`],
  ['449', answer(449), 'retry in 12.5'],
  ['403/3', answer(403, 3), `${over}, avoid endpoint: write-forbidden, read account`],
  ['403/1008', answer(403, 1008), `${over}, avoid endpoint: account-not-found, read account`],
  ['404/1002', answer(404, 1002), 'retry in 0'],
  ['410/1002', answer(410, 1002), 'retry in 80, read partitions'],
  ['410/1007', answer(410, 1007), 'retry in 80, read partitions'],
  ['410/1008', answer(410, 1008), 'retry in 80, read partitions'],
  ['no answer, not sent', noAnswer('not-sent'), `${over}, avoid endpoint: unreachable`],
  ['400', answer(400), 'fail bad-request'],
  ['401', answer(401), 'fail unauthorized'],
  ['403', answer(403), 'fail forbidden'],
  ['404', answer(404), 'fail not-found'],
  ['409', answer(409), 'fail conflict'],
  ['412', answer(412), 'fail precondition-failed'],
  ['413', answer(413), 'fail too-large'],
  ['501', answer(501), 'fail server-error'],
  ['505', answer(505), 'fail server-error'],
  ['418', answer(418), 'fail unexpected-status'],
  ['400/1001', answer(400, 1001), `${lookUp} bad-request`],
  ['400/1024', answer(400, 1024), `${lookUp} bad-request`],
  ['404/1003', answer(404, 1003), `${lookUp} not-found`],
  ['410/1000', answer(410, 1000), `${lookUp} gone`],
  ['no signature', { kind: 'not-signed', error: new Error('vault') }, 'fail credential-failed'],
  ['an abort before it was sent', { kind: 'interrupted', by: 'abort', inFlight: false }, 'fail aborted'],
  ['a close before it was sent', { kind: 'interrupted', by: 'close', inFlight: false }, 'fail closed'],
  [
    'the deadline before it was sent',
    { kind: 'interrupted', by: 'deadline', inFlight: false },
    'fail deadline-exceeded',
  ],
  [
    'the deadline under way',
    { kind: 'interrupted', by: 'deadline', inFlight: true },
    'fail deadline-exceeded (perhaps applied)',
  ],
];

/** Outcomes that leave open whether a write was applied: what follows when it is repeated, and when it is not. */
const ambiguous: readonly (readonly [string, AttemptOutcome, string, string])[] = [
  [
    '503',
    answer(503),
    `${over}, avoid endpoint: server-error`,
    'fail server-error (perhaps applied), avoid endpoint: server-error',
  ],
  [
    '408',
    answer(408),
    `${over}, avoid endpoint: server-error`,
    'fail request-timeout (perhaps applied), avoid endpoint: server-error',
  ],
  [
    '410',
    answer(410),
    `${over}, avoid endpoint: server-error`,
    'fail gone (perhaps applied), avoid endpoint: server-error',
  ],
  [
    '500',
    answer(500),
    `${over}, avoid endpoint: server-error`,
    'fail server-error (perhaps applied), avoid endpoint: server-error',
  ],
  [
    '502',
    answer(502),
    `${over}, avoid endpoint: server-error`,
    'fail server-error (perhaps applied), avoid endpoint: server-error',
  ],
  [
    '504',
    answer(504),
    `${over}, avoid endpoint: server-error`,
    'fail server-error (perhaps applied), avoid endpoint: server-error',
  ],
  [
    '599',
    answer(599),
    `${over}, avoid endpoint: server-error`,
    'fail server-error (perhaps applied), avoid endpoint: server-error',
  ],
  ['no answer, sent', noAnswer('sent'), over, 'fail transport-failed (perhaps applied)'],
  ['no answer, nobody knows', noAnswer('unknown'), over, 'fail transport-failed (perhaps applied)'],
];

describe.each(writes)('what follows an attempt of a %s', (_name, operation) => {
  describe.each(modes)('under retryAmbiguousWrites %s', (mode) => {
    it.each(certain)('after %s', (_, outcome, expected) => {
      expect(verdict(outcome, { operation, mode })).toBe(expected);
    });

    it.each(ambiguous)('after %s', (_, outcome, repeated, failed) => {
      expect(verdict(outcome, { operation, mode })).toBe(mode === 'never' ? failed : repeated);
    });
  });
});

describe.each(counting)('what follows an attempt of a %s', (_name, operation) => {
  describe.each(modes)('under retryAmbiguousWrites %s', (mode) => {
    it.each(certain)('after %s', (_, outcome, expected) => {
      expect(verdict(outcome, { operation, mode })).toBe(expected);
    });

    it.each(ambiguous)('after %s', (_, outcome, repeated, failed) => {
      expect(verdict(outcome, { operation, mode })).toBe(mode === 'always' ? repeated : failed);
    });
  });
});

describe.each(modes)('a write under ifMatch, under retryAmbiguousWrites %s', (mode) => {
  it.each(ambiguous)('after %s', (_, outcome, repeated, failed) => {
    for (const [, operation] of [...writes.slice(0, 5), ...counting.slice(0, 1)]) {
      const conditional = operation.withPrecondition(ifMatch('"1"'));
      expect(verdict(outcome, { operation: conditional, mode })).toBe(mode === 'never' ? failed : repeated);
    }
  });
});

/** What becomes of an expectation under the circuit breaker: the failure is the partition's, not the endpoint's. */
function countedForPartition(expected: string, { kind }: AttemptOutcome): string {
  const isLost = kind === 'transport-failure' && !expected.includes('unreachable');
  const counted = expected.replace(/avoid endpoint: (server-error|write-forbidden|account-not-found)/, 'count write');
  return isLost ? `${counted}, count write` : counted;
}

describe.each(modes)('a write that several regions accept, under retryAmbiguousWrites %s', (mode) => {
  const scene: Scene = { ...breaker, operation: createOrder, multiWrite: true, mode };

  it.each(certain)(
    'counts for the circuit breaker after %s, and leaves the endpoint to others',
    (_, outcome, expected) => {
      expect(verdict(outcome, scene)).toBe(countedForPartition(expected, outcome));
    },
  );

  it.each(ambiguous)('counts for the circuit breaker after %s', (_, outcome, repeated, failed) => {
    expect(verdict(outcome, scene)).toBe(countedForPartition(mode === 'never' ? failed : repeated, outcome));
  });
});

describe('a write that several regions accept', () => {
  it('counts what it says it counts', () => {
    const scene: Scene = { ...breaker, operation: createOrder, multiWrite: true };
    expect(verdict(answer(503), scene)).toBe(`${over}, count write`);
    expect(verdict(answer(403, 3), scene)).toBe(`${over}, count write, read account`);
    expect(verdict(noAnswer('unknown'), scene)).toBe(`${over}, count write`);
    expect(verdict(noAnswer('not-sent'), scene)).toBe(`${over}, avoid endpoint: unreachable`);
  });
});

describe('a write where the service moves single partitions', () => {
  const scene: Scene = { operation: createOrder, guard: 'failover', partitionFailover: true };
  const learned: readonly RoutingEffect[] = [
    { kind: 'partition-failed', guard: 'failover', url: 'https://east', isRead: false },
    { kind: 'mark-unavailable', url: 'https://east', reason: 'server-error' },
  ];
  const later: Scene = { ...scene, retry: { deferred: learned } };

  it('keeps what it learns to itself, and reads the account at once', () => {
    const { decision, effects } = decideAfter(answer(503), scene);
    expect(effects).toEqual([]);
    expect(decision).toMatchObject({ next: { deferred: learned } });
    const forbidden = decideAfter(answer(403, 3), scene);
    expect(forbidden.effects).toEqual([{ kind: 'refresh-account' }]);
    expect(forbidden.decision).toMatchObject({
      next: { deferred: [{ kind: 'partition-failed', guard: 'failover', url: 'https://east' }] },
    });
  });

  it('gathers what several attempts have learned', () => {
    const { decision } = decideAfter(noAnswer('sent'), later);
    expect(decision).toMatchObject({ next: { deferred: [...learned, { kind: 'partition-failed' }] } });
  });

  it.each([201, 400, 401, 404, 409, 412, 413])('tells it when %d confirms the region', (status) => {
    expect(decideAfter(answer(status), later).effects).toEqual(learned);
  });

  it('tells it when the region throttles to the end, not when its server is short of resources', () => {
    const spent = { ...later, retry: { ...later.retry, failovers: 3, throttlingFinal: true } };
    expect(decideAfter(answer(429, 3200), spent).effects).toEqual(learned);
    expect(decideAfter(answer(429, 3092), spent).effects).toEqual([]);
  });

  it.each<[string, AttemptOutcome, string]>([
    ['503', answer(503), 'fail server-error (perhaps applied)'],
    ['408', answer(408), 'fail request-timeout (perhaps applied)'],
    ['410', answer(410), 'fail gone (perhaps applied)'],
    ['no answer', noAnswer('not-sent'), 'fail transport-failed'],
  ])('forgets it when the operation ends with %s', (_, outcome, expected) => {
    expect(verdict(outcome, { ...later, retry: { ...later.retry, failovers: 3 } })).toBe(expected);
  });

  it.each<[string, AttemptOutcome]>([
    ['449', answer(449)],
    ['403/3', answer(403, 3)],
    ['403/1008', answer(403, 1008)],
  ])('forgets it when %s does not end', (_, outcome) => {
    const spent = { count: 9, waitedMs: 30_000 };
    const { decision, effects } = decideAfter(outcome, {
      ...later,
      retry: { ...later.retry, retryWith: spent, topology: spent },
    });
    expect(decision.kind).toBe('fail');
    expect(effects.filter(({ kind }) => kind !== 'refresh-account')).toEqual([]);
  });

  it('forgets it when the deadline ends the operation', () => {
    expect(verdict(answer(449), { ...later, remainingMs: 1 })).toBe('fail deadline-exceeded');
    const interrupted = { kind: 'interrupted', by: 'abort', inFlight: false } as const;
    expect(verdict(interrupted, later)).toBe('fail aborted');
  });

  it('keeps back nothing of reads, and nothing where regions are moved as a whole', () => {
    expect(verdict(answer(503), { ...breaker, partitionFailover: true })).toBe(`${over}, count read`);
    expect(verdict(answer(503), { operation: createOrder })).toBe(`${over}, avoid endpoint: server-error`);
  });
});

describe('a read that only the hub region may answer', () => {
  const latched: Scene = { operation: readOrder, partitionFailover: true, retry: { hubRegionOnly: true } };

  it('goes elsewhere at once when a region is not the hub, at the expense of failovers', () => {
    const { decision, effects } = decideAfter(answer(403, 3), latched);
    expect(decision).toMatchObject({
      delayMs: 0,
      next: { failovers: 1, hubRegionOnly: true, readFromWriteRegion: false, topology: { count: 0 } },
    });
    expect(effects).toEqual([{ kind: 'hub-refused', url: 'https://east' }]);
  });

  it('waits for nothing when all regions were asked', () => {
    const all = { ...latched, retry: { hubRegionOnly: true, tried: ['https://west'] } };
    expect(verdict(answer(403, 3), all)).toBe('retry in 0, hub-refused');
  });

  it('remembers the hub where the service moves partitions, and only there', () => {
    expect(verdict(answer(200), latched)).toBe('complete, hub-found');
    expect(verdict(answer(200), { ...latched, partitionFailover: false })).toBe('complete');
  });

  it('reads the account again and asks its write region where that is the hub', () => {
    const { decision, effects } = decideAfter(answer(403, 3), { ...latched, partitionFailover: false });
    expect(decision).toMatchObject({
      delayMs: 0,
      next: {
        readFromWriteRegion: true,
        hubRegionOnly: true,
        failovers: 0,
        topology: { count: 1 },
        tried: ['https://east'],
      },
    });
    expect(effects).toEqual([{ kind: 'refresh-account' }]);
  });

  it('waits for the account five seconds in all, then fails because no region has what the session has seen', () => {
    const behind = answer(404, 1002);
    const scene = { ...latched, partitionFailover: false };
    const waits: number[] = [];
    let { decision } = decideAfter(behind, { ...scene, retry: {} });
    while (decision.kind === 'retry') {
      waits.push(decision.delayMs);
      decision = decideAfter(answer(403, 3), { ...scene, retry: decision.next }).decision;
    }
    expect(waits).toEqual([0, 0, 1000, 2000, 2000]);
    expect(decision).toMatchObject({
      kind: 'fail',
      error: { code: 'session-not-available', status: { code: 404, subStatus: 1002 } },
    });
  });

  it('fails for the same reason when no region is the hub of its partition', () => {
    const asked = decideAfter(answer(404, 1002), { ...latched, retry: { failovers: 3 } }).decision;
    if (asked.kind !== 'retry') throw new Error('The session was not followed.');
    expect(verdict(answer(403, 3), { ...latched, retry: asked.next })).toBe('fail session-not-available, hub-refused');
  });

  it('is no write: one that meets 403/3 follows the account', () => {
    const write = { ...latched, operation: createOrder, partitionFailover: false };
    expect(verdict(answer(403, 3), write)).toMatch(/read account$/);
  });

  it('is no such read on accounts with several write regions', () => {
    expect(verdict(answer(403, 3), { ...latched, multiWrite: true })).toMatch(/read account$/);
  });
});

describe('metadata', () => {
  it('follows the account as items do', () => {
    const operation = CosmosOperation.readPartitionKeyRanges(orders);
    expect(verdict(answer(403, 1008), { operation })).toBe(`${over}, avoid endpoint: account-not-found, read account`);
  });
});

describe('a batch that is not applied', () => {
  const operation = CosmosOperation.batch(orders, 'ada', [{ kind: 'create', body: encodeJson({ id: '1' }) }]);
  const refused: AttemptOutcome = {
    kind: 'response',
    status: cosmosStatus(207, 0),
    headers: {},
    body: encodeJson([{ statusCode: 424 }, { statusCode: 409 }]),
  };

  it('is an answer', () => {
    expect(verdict(refused, { operation })).toBe('complete');
  });

  it('is a failure that leaves open whether it was applied after an attempt that does', () => {
    expect(verdict(refused, { operation, retry: { ambiguous: true } })).toBe('fail conflict (perhaps applied)');
    const unreadable = { ...refused, body: new Uint8Array() };
    expect(verdict(unreadable, { operation, retry: { ambiguous: true } })).toBe(
      'fail unexpected-status (perhaps applied)',
    );
  });

  it('is applied when its repeat is', () => {
    expect(verdict(answer(200), { operation, retry: { ambiguous: true } })).toBe('complete');
  });
});
