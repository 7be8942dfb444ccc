import { describe, expect, it } from '@jest/globals';
import { createOrder, order, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { ifMatch } from '../operation/precondition.ts';
import type { RetryAmbiguousWrites } from '../options/operation-options.ts';
import { resolveOperationOptions } from '../options/resolve-operation-options.ts';
import type { AttemptOutcome, RequestSent } from '../response/attempt-outcome.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { decide } from './decide.ts';
import type { Attempt, Verdict } from './decision.ts';
import { initialRetryState, type RetryState } from './retry-state.ts';

const east = { region: 'East US', url: 'https://east' };
const west = { region: 'West US', url: 'https://west' };

function answer(status: number, subStatus = 0, headers: Record<string, string> = {}): AttemptOutcome {
  return { kind: 'response', status: cosmosStatus(status, subStatus), headers, body: new Uint8Array() };
}

function noAnswer(requestSent: RequestSent): AttemptOutcome {
  return { kind: 'transport-failure', requestSent, hostUnreachable: true, error: new Error('no answer') };
}

interface Scene extends Partial<Omit<Attempt, 'retry' | 'options'>> {
  readonly retry?: Partial<RetryState>;
  readonly mode?: RetryAmbiguousWrites;
  readonly maxRetryCount?: number;
  readonly maxRetryWaitMs?: number;
}

function after(outcome: AttemptOutcome, { retry, mode, maxRetryCount, maxRetryWaitMs, ...scene }: Scene = {}): Verdict {
  return decide({
    operation: readOrder,
    endpoint: east,
    candidates: [east, west],
    outcome,
    retry: { ...initialRetryState, ...retry },
    options: resolveOperationOptions([
      { retryAmbiguousWrites: mode, throttlingRetry: { maxRetryCount, maxRetryWaitMs } },
    ]),
    credentialRenewable: false,
    multiWrite: false,
    guard: undefined,
    isPartitionNoted: false,
    partitionFailover: false,
    remainingMs: Number.POSITIVE_INFINITY,
    random: 0.5,
    diagnostics: new CosmosDiagnostics('a', 'read_item', [], 0),
    ...scene,
  });
}

/** A verdict in one line: what the tables below compare. */
function brief({ decision, effects }: Verdict): string {
  const learned = effects.map((effect) => {
    if (effect.kind === 'mark-unavailable') return `avoid(${effect.reason})`;
    return effect.kind === 'refresh-account' ? 'refresh' : effect.kind;
  });
  const next =
    decision.kind === 'retry'
      ? `retry in ${decision.delayMs} as ${decision.next.context}`
      : decision.kind === 'fail'
        ? `fail ${decision.error.code}`
        : decision.kind === 'look-up-container'
          ? `look up ${decision.container.link}, else fail ${decision.error.code}`
          : 'complete';
  return [next, ...learned].join(', ');
}

const elsewhere = 'retry in 0 as region-failover';

describe('decide on 401', () => {
  const renewable = { credentialRenewable: true };

  it('asks a credential again that may answer something else, once', () => {
    const verdict = after(answer(401), renewable);
    expect(brief(verdict)).toBe('retry in 0 as retry');
    expect(verdict.decision).toMatchObject({ next: { credentialRenewed: true } });
    expect(brief(after(answer(401), { ...renewable, retry: { credentialRenewed: true } }))).toBe('fail unauthorized');
  });

  it('fails at once when the credential cannot change, and for 403', () => {
    expect(brief(after(answer(401)))).toBe('fail unauthorized');
    expect(brief(after(answer(403), renewable))).toBe('fail forbidden');
  });
});

describe('decide', () => {
  it.each<[string, AttemptOutcome, string]>([
    ['200', answer(200), 'complete'],
    ['304', answer(304), 'complete'],
    ['400', answer(400), 'fail bad-request'],
    ['401', answer(401), 'fail unauthorized'],
    ['403', answer(403), 'fail forbidden'],
    ['403/3', answer(403, 3), `${elsewhere}, avoid(write-forbidden), refresh`],
    ['403/1008', answer(403, 1008), `${elsewhere}, avoid(account-not-found), refresh`],
    ['404', answer(404), 'fail not-found'],
    ['404/1002', answer(404, 1002), 'retry in 0 as retry'],
    ['400/1001', answer(400, 1001), 'look up dbs/db/colls/orders, else fail bad-request'],
    ['400/1024', answer(400, 1024), 'look up dbs/db/colls/orders, else fail bad-request'],
    ['404/1003', answer(404, 1003), 'look up dbs/db/colls/orders, else fail not-found'],
    ['410/1000', answer(410, 1000), 'look up dbs/db/colls/orders, else fail gone'],
    ['408', answer(408), `${elsewhere}, avoid(server-error)`],
    ['409', answer(409), 'fail conflict'],
    ['410', answer(410), `${elsewhere}, avoid(server-error)`],
    ['410/1002', answer(410, 1002), 'retry in 80 as retry, refresh-partitions'],
    ['410/1007', answer(410, 1007), 'retry in 80 as retry, refresh-partitions'],
    ['410/1008', answer(410, 1008), 'retry in 80 as retry, refresh-partitions'],
    ['412', answer(412), 'fail precondition-failed'],
    ['413', answer(413), 'fail too-large'],
    ['418', answer(418), 'fail unexpected-status'],
    ['429', answer(429), 'retry in 5 as retry'],
    ['429 with a wait', answer(429, 3200, { 'x-ms-retry-after-ms': '70' }), 'retry in 70 as retry'],
    ['429/3092', answer(429, 3092), `${elsewhere}, avoid(server-error)`],
    ['449', answer(449), 'retry in 12.5 as retry'],
    ['500', answer(500), `${elsewhere}, avoid(server-error)`],
    ['501', answer(501), 'fail server-error'],
    ['502', answer(502), `${elsewhere}, avoid(server-error)`],
    ['503', answer(503), `${elsewhere}, avoid(server-error)`],
    ['504', answer(504), `${elsewhere}, avoid(server-error)`],
    ['no answer, not sent', noAnswer('not-sent'), `${elsewhere}, avoid(unreachable)`],
    ['no answer, sent', noAnswer('sent'), elsewhere],
    ['no answer, nobody knows', noAnswer('unknown'), elsewhere],
    ['no signature', { kind: 'not-signed', error: new Error('vault') }, 'fail credential-failed'],
    ['the deadline', { kind: 'interrupted', by: 'deadline', inFlight: true }, 'fail deadline-exceeded'],
    ['an abort', { kind: 'interrupted', by: 'abort', inFlight: false }, 'fail aborted'],
    ['a close', { kind: 'interrupted', by: 'close', inFlight: false }, 'fail closed'],
  ])('after %s of a read', (_, outcome, expected) => {
    expect(brief(after(outcome))).toBe(expected);
  });

  const operations = [{ op: 'incr', path: '/total', value: 1 }] as const;
  const count = CosmosOperation.patchItem(order, operations);
  const countInBatch = CosmosOperation.batch(orders, 'ada', [{ kind: 'patch', id: '1', operations }]);
  const update = createOrder.withPrecondition(ifMatch('"1"'));
  it.each<[string, CosmosOperation, AttemptOutcome, RetryAmbiguousWrites, boolean]>([
    ['503 of a write', createOrder, answer(503), 'idempotent', true],
    ['503 of a write', createOrder, answer(503), 'always', true],
    ['503 of a write', createOrder, answer(503), 'never', false],
    ['408 of a write', createOrder, answer(408), 'never', false],
    ['410 of a write', createOrder, answer(410), 'never', false],
    ['500 of a write', createOrder, answer(500), 'never', false],
    ['503 of a write under ifMatch', update, answer(503), 'never', false],
    ['503 of a write under ifMatch', update, answer(503), 'idempotent', true],
    ['a reset of a write', createOrder, noAnswer('unknown'), 'idempotent', true],
    ['a reset of a patch that counts', count, noAnswer('unknown'), 'idempotent', false],
    ['a reset of a patch that counts', count, noAnswer('unknown'), 'always', true],
    ['a patch that counts and was not sent', count, noAnswer('not-sent'), 'idempotent', true],
    ['429 of a patch that counts', count, answer(429), 'never', true],
    ['503 of a batch that counts', countInBatch, answer(503), 'idempotent', false],
    ['449 of a batch that counts', countInBatch, answer(449), 'never', true],
    ['a reset of a write', createOrder, noAnswer('unknown'), 'never', false],
    ['a write that was not sent', createOrder, noAnswer('not-sent'), 'never', true],
    ['429 of a write', createOrder, answer(429), 'never', true],
    ['429/3092 of a write', createOrder, answer(429, 3092), 'never', true],
    ['449 of a write', createOrder, answer(449), 'never', true],
    ['403/3 of a write', createOrder, answer(403, 3), 'never', true],
    ['403/1008 of a write', createOrder, answer(403, 1008), 'never', true],
    ['404/1002 of a write', createOrder, answer(404, 1002), 'never', true],
    ['410/1007 of a write', createOrder, answer(410, 1007), 'never', true],
    ['503 of a read', readOrder, answer(503), 'never', true],
  ])('after %s (%#)', (_, operation, outcome, mode, repeats) => {
    expect(after(outcome, { operation, mode }).decision.kind).toBe(repeats ? 'retry' : 'fail');
  });

  it('only reads: neither the attempt nor its parts change', () => {
    const retry = Object.freeze({ ...initialRetryState });
    after(answer(503), { retry });
    expect(retry).toEqual(initialRetryState);
  });

  describe('when a region is unwell', () => {
    it('notes it as tried, counts the failover, and starts the budget for 429 anew', () => {
      const { decision } = after(answer(503), {
        retry: { throttling: { count: 4, waitedMs: 9 }, readFromWriteRegion: true },
      });
      expect(decision).toMatchObject({
        next: { tried: [east.url], failovers: 1, throttling: { count: 0, waitedMs: 0 }, readFromWriteRegion: false },
      });
    });

    it('gives up after three failovers, and avoids the region all the same', () => {
      expect(brief(after(answer(503), { retry: { failovers: 3 } }))).toBe('fail server-error, avoid(server-error)');
    });

    it('waits a little longer each time when there is nowhere else to go', () => {
      const candidates = [east];
      expect(brief(after(answer(503), { candidates }))).toBe('retry in 100 as retry, avoid(server-error)');
      expect(brief(after(answer(503), { candidates, retry: { failovers: 2 } }))).toMatch('retry in 400 as retry');
      expect(brief(after(answer(503), { retry: { failovers: 1, tried: [west.url] } }))).toMatch(
        'retry in 200 as retry',
      );
    });
  });

  describe('when the service throttles', () => {
    const throttledFor = (ms: number) => answer(429, 3200, { 'x-ms-retry-after-ms': String(ms) });

    it('sends exactly once when told to repeat zero times', () => {
      expect(brief(after(throttledFor(1), { maxRetryCount: 0 }))).toBe('fail throttled');
    });

    it('makes no last attempt when the number of repeats is spent', () => {
      expect(brief(after(throttledFor(1), { retry: { throttling: { count: 18, waitedMs: 0 } } }))).toBe(
        'fail throttled',
      );
    });

    it('makes exactly one last attempt when the time for waiting is spent', () => {
      const spent = { throttling: { count: 3, waitedMs: 269_999 } };
      const { decision } = after(throttledFor(10), { retry: spent });
      expect(decision).toMatchObject({ kind: 'retry', delayMs: 0, next: { throttlingFinal: true } });
      expect(brief(after(throttledFor(10), { retry: { throttlingFinal: true } }))).toBe('fail throttled');
      expect(after(throttledFor(10), { retry: spent, remainingMs: 500 }).decision).toMatchObject({ delayMs: 250 });
    });

    it('waits no longer than 15 seconds at once, and 5 for anything but items', () => {
      expect(brief(after(throttledFor(60_000)))).toBe('retry in 15000 as retry');
      expect(brief(after(throttledFor(60_000), { operation: CosmosOperation.readAccount() }))).toBe(
        'retry in 5000 as retry',
      );
    });

    it('leaves a tenth of a second for an attempt before the deadline', () => {
      expect(brief(after(throttledFor(60_000), { remainingMs: 2_000 }))).toBe('retry in 1900 as retry');
    });

    it('doubles its own wait, a quarter more or less by chance', () => {
      const count = (n: number, random: number) =>
        brief(after(answer(429), { retry: { throttling: { count: n, waitedMs: 0 } }, random }));
      expect(count(3, 0.5)).toBe('retry in 40 as retry');
      expect(count(3, 0)).toBe('retry in 30 as retry');
      expect(count(3, 0.999_999)).toMatch(/^retry in 49\.99/);
    });
  });

  describe('when a concurrent write keeps winning (449)', () => {
    it('doubles up to a second, gives up after thirty, and spends no failover', () => {
      const waited = (count: number, waitedMs: number) =>
        after(answer(449), { retry: { retryWith: { count, waitedMs } }, random: 0 });
      expect(brief(waited(3, 0))).toBe('retry in 80 as retry');
      expect(brief(waited(20, 0))).toBe('retry in 1000 as retry');
      expect(brief(waited(40, 29_500))).toBe('fail retry-with');
      expect(waited(3, 0).decision).toMatchObject({ next: { failovers: 0, tried: [] } });
    });
  });

  describe('when the regions of the account have changed', () => {
    it('waits five seconds in all: at once, a second, two, and what is left', () => {
      const waits: number[] = [];
      let retry: RetryState = initialRetryState;
      for (;;) {
        const { decision } = after(answer(403, 3), { retry, operation: createOrder });
        if (decision.kind !== 'retry') break;
        waits.push(decision.delayMs);
        retry = decision.next;
      }
      expect(waits).toEqual([0, 1000, 2000, 2000]);
      expect(retry.failovers).toBe(0);
    });
  });

  describe('when a region has not seen what the session has', () => {
    it('asks the hub at the write region, twice at most, whatever the options say', () => {
      const behind = (sessionRetries: number) => after(answer(404, 1002), { retry: { sessionRetries } });
      expect(behind(0).decision).toMatchObject({
        next: { readFromWriteRegion: true, hubRegionOnly: true, sessionRetries: 1 },
      });
      expect(brief(behind(2))).toBe('fail session-not-available');
    });

    it('does not bind what is about no item to the hub', () => {
      const operation = CosmosOperation.readPartitionKeyRanges(orders);
      expect(after(answer(404, 1002), { operation }).decision).toMatchObject({
        next: { readFromWriteRegion: true, hubRegionOnly: false },
      });
    });

    it('asks each region once where several accept writes', () => {
      const behind = (sessionRetries: number) =>
        after(answer(404, 1002), { multiWrite: true, retry: { sessionRetries } });
      expect(behind(1).decision).toMatchObject({ next: { readFromWriteRegion: false, hubRegionOnly: false } });
      expect(brief(behind(2))).toBe('fail session-not-available');
    });
  });

  it('begins no wait that would outlast the deadline', () => {
    expect(brief(after(answer(449), { remainingMs: 12 }))).toBe('fail deadline-exceeded');
    expect(brief(after(answer(503), { remainingMs: 12 }))).toMatch('retry in 0');
  });

  describe('mayHaveBeenApplied', () => {
    it.each<[string, AttemptOutcome, boolean, boolean]>([
      ['409', answer(409), false, false],
      ['409 after an ambiguous attempt', answer(409), true, true],
      ['404 after an ambiguous attempt', answer(404), true, true],
      ['412 after an ambiguous attempt', answer(412), true, true],
      ['an abort under way', { kind: 'interrupted', by: 'abort', inFlight: true }, false, true],
      ['an abort before anything was sent', { kind: 'interrupted', by: 'abort', inFlight: false }, false, false],
      ['501', answer(501), false, false],
    ])('after %s', (_, outcome, ambiguous, expected) => {
      const { decision } = after(outcome, { operation: createOrder, retry: { ambiguous } });
      expect(decision).toMatchObject({ kind: 'fail', error: { mayHaveBeenApplied: expected } });
    });

    it('is remembered by a repeat, and never set for reads', () => {
      const ambiguous = (outcome: AttemptOutcome, operation: CosmosOperation) => after(outcome, { operation }).decision;
      expect(ambiguous(answer(503), createOrder)).toMatchObject({ next: { ambiguous: true } });
      expect(ambiguous(noAnswer('not-sent'), createOrder)).toMatchObject({ next: { ambiguous: false } });
      expect(ambiguous(answer(503), readOrder)).toMatchObject({ next: { ambiguous: false } });
    });
  });
});
