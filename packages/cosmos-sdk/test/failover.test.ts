import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';

describe.each(routes)('a region that fails, without memory of failures, %s', (route) => {
  let open: OpenAccount;
  beforeEach(async () => {
    open = await openAccount(route, { endpointUnavailabilityTtlMs: 0 });
    await open.orders.createItem({ id: '1', customer: 'ada', total: 10 });
  });
  afterEach(() => open.close());

  it.each([
    ['answers 503', { kind: 'status', status: 503 }, { status: 503, requestSent: 'sent' }],
    ['answers 500', { kind: 'status', status: 500 }, { status: 500, requestSent: 'sent' }],
    ['cannot be reached', { kind: 'unreachable' }, { status: undefined, requestSent: 'not-sent' }],
    ['breaks connections', { kind: 'connection-reset' }, { status: undefined, requestSent: 'unknown' }],
  ] as const)('is left for the next one when it %s', async (_, failure, firstAttempt) => {
    expect((await open.orders.readItem('ada', '1')).diagnostics.effectiveRegion).toBe('East US');
    await open.account.control.failRegion('East US', failure);
    // Finds the connections of before closed; what comes now is how the region fails.
    await open.orders.readItem('ada', '1');
    const { diagnostics, resource } = await open.orders.readItem('ada', '1');
    expect(resource.total).toBe(10);
    expect(diagnostics.effectiveRegion).toBe('West US');
    expect(diagnostics.requests).toMatchObject([
      { region: 'East US', executionContext: 'initial', ...firstAttempt },
      { region: 'West US', executionContext: 'hedging', status: 200 },
    ]);
    expect(diagnostics.requests.at(-1)?.endpoint).not.toBe(diagnostics.requests[0]?.endpoint);
  });
});

describe.each(routes)('a region that fails, %s', (route) => {
  let open: OpenAccount;
  beforeEach(async () => {
    open = await openAccount(route);
    await open.orders.createItem({ id: '1', customer: 'ada', total: 10 });
  });
  afterEach(() => open.close());

  it('is avoided afterwards, and its writes fail in place with every attempt told', async () => {
    await open.account.control.failRegion('East US', { kind: 'status', status: 503 });
    await open.orders.readItem('ada', '1');
    // What was learned is noted behind the answer, which does not wait for it.
    await new Promise((resolve) => setImmediate(resolve));
    expect((await open.orders.readItem('ada', '1')).diagnostics.requests).toHaveLength(1);

    const write = open.orders.upsertItem({ id: '1', customer: 'ada', total: 11 }, { maxFailoverRetryCount: 1 });
    await expect(write).rejects.toMatchObject({
      code: 'server-error',
      mayHaveBeenApplied: true,
      diagnostics: { requests: [{ region: 'East US' }, { region: 'East US', executionContext: 'retry' }] },
    });
    await open.account.control.restoreRegion('East US');
    await open.orders.upsertItem({ id: '1', customer: 'ada', total: 12 });
    expect((await open.orders.readItem('ada', '1')).resource.total).toBe(12);
  });

  it('is not left when it throttles: the driver waits as told', async () => {
    await open.account.control.failRegion('East US', {
      kind: 'status',
      status: 429,
      headers: { 'x-ms-retry-after-ms': '1' },
    });
    const throttled = open.orders.readItem('ada', '1', { throttlingRetry: { maxRetryCount: 2 } });
    await expect(throttled).rejects.toMatchObject({
      code: 'throttled',
      diagnostics: { regionsContacted: ['East US'], requests: { length: 3 } },
    });
  });
});
