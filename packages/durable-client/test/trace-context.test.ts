import { describe, expect, it } from '@jest/globals';
import type { TraceContext } from '@perdura/durable-client';
import { clientOf } from './fakes/client-of.ts';

const traceParent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const accepted = { status: 202, body: '{"id":"new"}' };

async function sent(traceContext: (() => TraceContext | undefined) | undefined) {
  const { client, requests } = clientOf([accepted, accepted, accepted], { traceContext });
  await client.startNew('order');
  await client.signalEntity('@counter@k', 'add', 1);
  await client.raiseEvent('a', 'go');
  return requests.map(({ headers }) => [headers.get('traceparent'), headers.get('tracestate')]);
}

describe('the trace context of a client', () => {
  it('goes with starts and signals, which is where the extension reads it', async () => {
    expect(await sent(() => ({ traceParent, traceState: 'vendor=1' }))).toEqual([
      [traceParent, 'vendor=1'],
      [traceParent, 'vendor=1'],
      [null, null],
    ]);
    expect(await sent(() => ({ traceParent, traceState: '' }))).toEqual([
      [traceParent, null],
      [traceParent, null],
      [null, null],
    ]);
  });

  it.each([
    ['there is no client option', undefined],
    ['there is no span', () => undefined],
    ['there is a state alone', () => ({ traceState: 'vendor=1' })],
  ])('is not sent where %s', async (_what, traceContext) => {
    expect((await sent(traceContext)).flat()).toEqual(Array(6).fill(null));
  });

  it('is asked for at every call', async () => {
    let calls = 0;
    await sent(() => {
      calls += 1;
      return undefined;
    });
    expect(calls).toBe(2);
  });

  it.each([() => 'traceparent', () => ({ traceParent: 7 }), 'traceparent'])(
    'is refused as %p',
    async (traceContext) => {
      await expect(sent(traceContext as never)).rejects.toThrow(TypeError);
    },
  );
});
