import { describe, expect, it } from '@jest/globals';
import { orchestration } from '../definitions/orchestration.ts';
import type { ExecutionOptions } from './execution.ts';
import { openExecution } from './open-execution.ts';

const waiting = orchestration('o', async (ctx) => ctx.callActivity('A'));
const begun = [
  { kind: 'orchestrator-started', timestampMs: 0 },
  { kind: 'execution-started', name: 'o', timestampMs: 0 },
] as const;

describe('openExecution', () => {
  it.each([
    [{}],
    [{ instanceId: '' }],
    [{ instanceId: 5 }],
    [{ instanceId: 'i', executionId: 5 }],
    [{ instanceId: 'i', parentInstanceId: 5 }],
    [{ instanceId: 'i', longestTimerMs: 0 }],
    [{ instanceId: 'i', log: { info() {} } }],
    [{ instanceId: 'i', instance: 'i' }],
    [undefined],
  ])('refuses the options %j', (options) => {
    expect(() => openExecution(waiting, options as ExecutionOptions)).toThrow(TypeError);
  });

  it('refuses what is no definition', () => {
    expect(() => openExecution({ kind: 'activity' } as never, { instanceId: 'i' })).toThrow(TypeError);
    expect(() => openExecution(undefined as never, { instanceId: 'i' })).toThrow(TypeError);
  });

  it('runs nothing before the first advance', () => {
    let runs = 0;
    const { instanceId, executionId } = openExecution(
      orchestration('o', () => {
        runs += 1;
      }),
      { instanceId: 'i', executionId: 'e' },
    );
    expect({ instanceId, executionId, runs }).toEqual({ instanceId: 'i', executionId: 'e', runs: 0 });
  });

  it('refuses events that are no list or begin in the middle', async () => {
    const execution = openExecution(waiting, { instanceId: 'i' });
    await expect(execution.advance(undefined as never)).rejects.toThrow(TypeError);
    await expect(execution.advance([{ kind: 'timer-fired', id: 0, timestampMs: 0 }])).rejects.toThrow(
      'orchestrator-started',
    );
    await expect(execution.advance([begun[0]])).rejects.toThrow('execution-started');
    await expect(execution.advance([...begun, null as never])).rejects.toThrow('Event 2');
    expect((await execution.advance(begun)).decisions).toHaveLength(1);
  });

  it('advances one step at a time', async () => {
    const execution = openExecution(waiting, { instanceId: 'i' });
    const first = execution.advance(begun);
    await expect(execution.advance([])).rejects.toThrow('being advanced already');
    await first;
    expect(await execution.advance([])).toEqual({ decisions: [], cancelledTimers: [] });
  });

  it('tells a decision again only when history does not show it', async () => {
    const scheduled = { kind: 'task-scheduled', id: 0, name: 'A', timestampMs: 0 } as const;
    const replay = openExecution(waiting, { instanceId: 'i' });
    expect((await replay.advance([...begun, scheduled])).decisions).toEqual([]);
    const crashed = openExecution(waiting, { instanceId: 'i' });
    expect((await crashed.advance(begun)).decisions).toHaveLength(1);
    expect((await crashed.advance([scheduled])).decisions).toEqual([]);
  });

  it('fails when the recorded input cannot be read', async () => {
    const execution = openExecution(waiting, { instanceId: 'i' });
    const { outcome } = await execution.advance([begun[0], { ...begun[1], input: '{' }]);
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'malformed-history' } });
  });
});
