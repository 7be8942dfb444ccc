import { describe, expect, it } from '@jest/globals';
import { type OrchestrationContext, orchestration } from '@perdura/durable-core';
import { openExecution, type Turn } from '@perdura/durable-core/engine';
import { type History, history } from '@perdura/durable-core/testing';

/** Books a flight and a hotel, and fails to charge: as an async function, and as a generator. */
const trips = {
  async: orchestration('trip', async (ctx) => {
    await ctx.callActivity('bookFlight');
    ctx.compensate(() => ctx.callActivity('cancelFlight'));
    await ctx.callActivity('bookHotel');
    ctx.compensate(async () => {
      await ctx.callActivity('cancelHotel');
      await ctx.sleep(1000);
    });
    return ctx.callActivity('charge');
  }),
  generator: orchestration('trip', function* (ctx) {
    yield* ctx.callActivity('bookFlight');
    ctx.compensate(() => ctx.callActivity('cancelFlight'));
    yield* ctx.callActivity('bookHotel');
    ctx.compensate(function* () {
      yield* ctx.callActivity('cancelHotel');
      yield* ctx.sleep(1000);
    });
    return yield* ctx.callActivity('charge');
  }),
};

describe.each(['async', 'generator'] as const)('a saga, %s', (form) => {
  const advance = (past: History): Promise<Turn> =>
    openExecution(trips[form], { instanceId: 'i' }).advance(past.events);
  const booked = () => history().turn(1).completed(0).turn(2).completed(1);

  it('undoes nothing when all goes well', async () => {
    const { outcome } = await advance(booked().turn(3).completed(2, 'paid'));
    expect(outcome).toEqual({ kind: 'completed', output: '"paid"' });
  });

  it('undoes what was done when a step fails, latest first, one after the other', async () => {
    const failed = booked().turn(3).failed(2, { reason: 'no money' });
    expect(
      (await advance(failed)).decisions.map((decision) => decision.kind === 'call-activity' && decision.name),
    ).toContain('cancelHotel');
    expect((await advance(failed.turn(4).completed(3))).decisions.at(-1)).toMatchObject({
      kind: 'create-timer',
      id: 4,
    });
    expect((await advance(failed.turn(5).fired(4))).decisions.at(-1)).toMatchObject({ id: 5, name: 'cancelFlight' });
    expect((await advance(failed.turn(6).completed(5))).outcome).toMatchObject({
      kind: 'failed',
      failure: { errorMessage: expect.stringContaining('no money') },
    });
  });

  it('undoes the rest when something cannot be undone, and says so', async () => {
    const failed = booked().turn(3).failed(2, { reason: 'no money' }).turn(4).failed(3, { reason: 'hotel is closed' });
    expect((await advance(failed)).decisions.at(-1)).toMatchObject({ id: 4, name: 'cancelFlight' });
    const { outcome } = await advance(failed.turn(5).completed(4));
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'compensation-failed', cause: { code: 'task-failed' } },
      failure: { errorMessage: expect.stringMatching(/A compensation failed with .*hotel is closed.*no money/) },
    });
  });
});

describe('ctx.compensate', () => {
  const outcomeOf = async (code: (ctx: OrchestrationContext) => Promise<unknown>) =>
    (await openExecution(orchestration('o', code), { instanceId: 'i' }).advance(history().events)).outcome;

  it('takes functions only', async () => {
    expect(await outcomeOf(async (ctx) => ctx.compensate('undo' as never))).toMatchObject({
      kind: 'failed',
      failure: { errorType: 'TypeError' },
    });
  });

  it('has nothing to undo when the execution begins anew, or the code handles its errors', async () => {
    const undone: string[] = [];
    const again = async (ctx: OrchestrationContext) => {
      ctx.compensate(() => void undone.push('again'));
      ctx.continueAsNew(1);
      throw new Error('late');
    };
    expect(await outcomeOf(again)).toMatchObject({ kind: 'failed', failure: { errorMessage: 'late' } });
    await outcomeOf(async (ctx) => {
      ctx.compensate(() => void undone.push('handled'));
      await Promise.reject(new Error('no')).catch(() => undefined);
    });
    expect(undone).toEqual([]);
  });

  it('counts all that could not be undone', async () => {
    const outcome = await outcomeOf(async (ctx) => {
      ctx.compensate(() => {
        throw new Error('first');
      });
      ctx.compensate(function* () {
        yield ctx.callActivity('A');
      });
      throw new Error('why');
    });
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: {
        errorMessage: expect.stringMatching(/^2 compensations failed with .*not a generator function.*first.* 'why'/),
      },
    });
  });
});
