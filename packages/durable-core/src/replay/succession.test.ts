import { describe, expect, it } from '@jest/globals';
import { buildActivityCall } from '../context/build-call.ts';
import { Ledger } from './ledger.ts';
import type { Entry } from './records.ts';
import { timerRules } from './timer-parts.ts';

interface Answer {
  readonly index: number;
  readonly remaining: readonly object[];
}

/** A ledger with some open tasks; `handles` stand for what user code holds of them. */
function openTasks(count: number) {
  const ledger = new Ledger({ subject: 'o', timers: timerRules(), httpPollMs: 1, runCode: (code) => code() });
  const tasks = Array.from({ length: count }, () => ledger.addCall(buildActivityCall('A', 1, undefined)));
  const handles: readonly object[] = tasks.map((_, id) => ({ id }));
  const any = (list: readonly object[]): Entry => {
    const entries = ledger.entriesLeft(list) ?? list.map((handle) => tasks[handles.indexOf(handle)] as Entry);
    return ledger.addCompound({ kind: 'any', handles: list, keys: undefined }, entries);
  };
  const complete = (id: number): void => ledger.record({ kind: 'task-completed', id, timestampMs: 0 });
  const answerOf = ({ outcome }: Entry): Answer => (outcome?.status === 'fulfilled' ? outcome.value : {}) as Answer;
  return { tasks, handles, any, complete, answerOf };
}

describe('an any over what another has left', () => {
  it('is its heir: the tasks are not told of it, and it hears what they tell the other', () => {
    const { tasks, handles, any, complete, answerOf } = openTasks(5);
    const first = any(handles);
    let latest = first;
    for (const id of [3, 0, 2, 4, 1]) {
      complete(id);
      const { index, remaining } = answerOf(latest);
      expect([handles[id], ...remaining]).toEqual(expect.arrayContaining([handles[id]]));
      expect(remaining.toSpliced(index, 0, handles[id] as object)).toEqual(
        latest.what.kind === 'any' && latest.what.handles,
      );
      for (const { parents, outcome } of tasks) expect(parents).toEqual(outcome === undefined ? [first] : []);
      if (remaining.length > 0) latest = any(remaining);
    }
    expect(first.heir).toBe(latest);
  });

  it('asks the tasks itself when it is the second over the same list', () => {
    const { tasks, handles, any, complete, answerOf } = openTasks(3);
    const first = any(handles);
    complete(1);
    const { remaining } = answerOf(first);
    const [heir, second] = [any(remaining), any(remaining)];
    expect(tasks[2]?.parents).toEqual([first, second]);
    complete(2);
    expect([answerOf(heir).index, answerOf(second).index]).toEqual([1, 1]);
  });

  it('asks the tasks itself when one of them has settled meanwhile', () => {
    const { handles, any, complete, answerOf } = openTasks(3);
    const first = any(handles);
    complete(1);
    complete(2);
    const next = any(answerOf(first).remaining);
    expect(first.heir).toBeUndefined();
    expect(answerOf(next)).toMatchObject({ index: 1, remaining: [handles[0]] });
  });

  it('asks the tasks itself when one of them no longer tells the other', () => {
    const { handles, any, complete, answerOf } = openTasks(3);
    const first = any(handles);
    complete(1);
    any([handles[2] as object]);
    const next = any(answerOf(first).remaining);
    expect(first.heir).toBeUndefined();
    complete(2);
    expect(answerOf(next)).toMatchObject({ index: 1 });
  });

  it('asks the tasks itself when the list is a copy', () => {
    const { handles, any, complete, answerOf } = openTasks(3);
    const first = any(handles);
    complete(1);
    const next = any([...answerOf(first).remaining]);
    expect(first.heir).toBeUndefined();
    complete(0);
    expect(answerOf(next)).toMatchObject({ index: 0, remaining: [handles[2]] });
  });
});
