import { describe, expect, it } from '@jest/globals';
import { BulkRow, ContainerReference, CosmosError, DatabaseReference } from '@perdura/cosmos-driver';
import { planFailure, planResult } from './plan-operation.ts';
import { noHistory } from './plan-repeat.ts';
import type { QueuedOperation } from './queued-operation.ts';

const container = new ContainerReference(DatabaseReference.from('plant'), 'readings', {
  rid: 'kX0wAJ8vXx0=',
  partitionKey: { paths: ['/sensor'], kind: 'Hash', version: 2 },
});
const limits = { maxRetryCount: 5, maxRetryWaitMs: 1000 };
const status = (code: number, subStatus = 0) => ({ code, subStatus, name: 'Any' });

function queued(kind: 'delete' | 'read' = 'delete'): QueuedOperation {
  const operation = { kind, partitionKey: 's', id: '1' } as const;
  return {
    index: 0,
    id: '1',
    addedMs: 0,
    operation,
    history: noHistory,
    row: BulkRow.from(container, 's', { kind, id: '1' }),
  };
}

describe('an operation', () => {
  it.each([
    ['was done', status(200), false, { next: 'settle', isThrottled: false }],
    ['was throttled', status(429, 3200), true, { next: 'hold', isThrottled: true, delayMs: 70 }],
    ['was crossed by another write', status(449), true, { next: 'repeat', hasMoved: false, delayMs: 10 }],
    ['found its partition moved', status(410, 1002), true, { next: 'repeat', hasMoved: true, delayMs: 10 }],
    ['had trouble and may not be repeated', status(503), false, { next: 'settle', hasMoved: false }],
  ])('that %s by its own result', (_, its, mayRepeat, planned) => {
    const rest = { etag: undefined, resource: undefined, retryAfterMs: 70, mayHaveBeenApplied: false };
    const result = { ...rest, status: its, requestCharge: 3, mayRepeat };
    expect(planResult(queued(), result, limits, 0.5)).toMatchObject({
      ...planned,
      queued: { history: { requestCharge: 3 } },
    });
  });

  it.each([
    ['was throttled', 'throttled', status(429, 3200), { next: 'hold', isThrottled: true, delayMs: 100 }],
    ['found its partition split', 'gone', status(410, 1002), { next: 'repeat', hasMoved: true }],
    ['found another container', 'gone', status(410, 1000), { next: 'settle', hasMoved: false }],
    ['had trouble', 'server-error', status(503), { next: 'settle' }],
  ] as const)('that %s with its whole request', (_, code, its, planned) => {
    const error = new CosmosError('no', { code, status: its });
    expect(planFailure(queued(), error, limits, 0.5)).toMatchObject(planned);
  });

  it('keeps in mind that it may have been applied, unless it is a read', () => {
    const error = new CosmosError('no', { code: 'throttled', status: status(429), mayHaveBeenApplied: true });
    const { queued: after } = planFailure(queued(), error, limits, 0.5);
    expect(after.history.mayHaveBeenApplied).toBe(true);
    const clear = new CosmosError('no', { code: 'forbidden', status: status(403) });
    expect(planFailure(after, clear, limits, 0.5).queued.history.mayHaveBeenApplied).toBe(true);
    expect(planFailure(queued('read'), error, limits, 0.5).queued.history.mayHaveBeenApplied).toBe(false);
  });

  it('that has waited long enough for throughput has its outcome', () => {
    const error = new CosmosError('no', { code: 'throttled', status: status(429) });
    const none = { ...limits, maxRetryCount: 0 };
    expect(planFailure(queued(), error, none, 0.5)).toMatchObject({ next: 'settle', isThrottled: true });
  });
});
