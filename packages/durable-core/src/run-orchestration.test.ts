import { describe, expect, it } from '@jest/globals';
import { activity } from './definitions/activity.ts';
import { orchestration } from './definitions/orchestration.ts';
import { runOrchestration } from './run-orchestration.ts';

const stamp = { EventId: -1, IsPlayed: false, Timestamp: '2024-01-01T00:00:00Z' };
const payload = {
  history: [
    { EventType: 12, ...stamp },
    { EventType: 0, Name: 'o', Input: null, ...stamp },
  ],
  instanceId: 'i',
  input: null,
  upperSchemaVersion: 1,
  upperSchemaVersionNew: 2,
};

describe('runOrchestration', () => {
  it('asks for everything an async orchestrator has open in one action that never holds the host up', async () => {
    const answer = await runOrchestration(
      orchestration('o', async (ctx) => {
        void ctx.callActivity('A', 'text');
        await ctx.select({ go: ctx.waitForEvent('go'), late: ctx.sleep(1000) });
      }),
      payload,
    );
    expect(answer).toEqual({
      kind: 'result',
      state: {
        isDone: false,
        schemaVersion: 2,
        actions: [
          [
            {
              actionType: 11,
              compoundActions: [
                { actionType: 0, functionName: 'A', input: '"text"' },
                { actionType: 6, externalEventName: 'go', reason: 'ExternalEvent' },
                { actionType: 5, fireAt: '2024-01-01T00:00:01.000Z', isCanceled: false },
                { actionType: 12, compoundActions: [] },
              ],
            },
          ],
        ],
      },
    });
  });

  it.each([
    ['V1', 0, []],
    ['V3', 2, [[]]],
  ])('has no empty inner action in %s', async (_schema, upperSchemaVersionNew, actions) => {
    const { state } = await runOrchestration(
      orchestration('o', async () => 0),
      { ...payload, upperSchemaVersionNew },
    );
    expect(state).toEqual({ isDone: true, actions, output: 0, schemaVersion: upperSchemaVersionNew });
  });

  it('begins anew after what the code asked for before', async () => {
    const code = orchestration('o', async (ctx) => {
      void ctx.callActivity('A');
      void ctx.continueAsNew('next');
    });
    const { state } = await runOrchestration(code, payload);
    expect(state.isDone).toBe(true);
    expect(state.actions[0]?.at(-1)).toEqual({ actionType: 4, input: '"next"' });
    const { state: oldest } = await runOrchestration(code, { ...payload, upperSchemaVersionNew: 0 });
    expect(oldest.actions).toEqual([
      [
        { actionType: 0, functionName: 'A' },
        { actionType: 4, input: '"next"' },
      ],
    ]);
  });

  it('never loses events in silence: this protocol cannot drop them', async () => {
    const code = orchestration('o', async (ctx) => {
      void ctx.continueAsNew(1, { preserveUnprocessedEvents: false });
    });
    expect(await runOrchestration(code, payload)).toMatchObject({
      kind: 'failure',
      state: { isDone: false, actions: [[]] },
      error: { code: 'not-supported' },
    });
  });

  it('refuses what is no definition, and unknown options', async () => {
    await expect(runOrchestration(activity('a', () => 1) as never, payload)).rejects.toThrow(TypeError);
    const code = orchestration('o', () => 1);
    await expect(runOrchestration(code, payload, { logger: console } as never)).rejects.toThrow(TypeError);
    await expect(runOrchestration(code, payload, { log: {} } as never)).rejects.toThrow('debug()');
  });
});
