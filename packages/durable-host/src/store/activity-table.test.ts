import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ActivityTable, activityTable } from './activity-table.ts';
import { openDatabase } from './open-database.ts';

let database: ReturnType<typeof openDatabase>;
let activities: ActivityTable;
beforeEach(() => {
  database = openDatabase(':memory:', 'normal');
  activities = activityTable(database);
});
afterEach(() => database.close());

const add = (name: string, starts: number) =>
  activities.insert({ instanceId: 'i', executionId: 'e', taskId: 0, name, starts });
const sequences = (found: readonly { readonly sequence: number }[]) => found.map(({ sequence }) => sequence);

describe('activityTable', () => {
  it('takes what waits in a lane, oldest first, and counts that it is begun', () => {
    const [first, , third] = [add('Work', 0), add('other', 0), add('work', 0), add('work', 1)];
    expect(activities.takeWaiting('work', 5)).toEqual([
      { ...first, starts: 1 },
      { ...third, starts: 1 },
    ]);
    expect(activities.takeWaiting('work', 5)).toEqual([]);
  });

  it('sorts what an earlier process left: the poisoned, the suspects, and the lanes of all others', () => {
    const left = [add('a', 1), add('b', 2), add('c', 3), add('d', 0)];
    expect(activities.recover(3)).toEqual({ poisoned: [left[2]], suspects: [left[1]], lanes: ['a', 'd'] });
  });

  it('suspects nothing that was never begun, and gives no second chance where none is allowed', () => {
    const left = [add('a', 0), add('b', 1)];
    expect(activities.recover(1)).toEqual({ poisoned: [left[1]], suspects: [], lanes: ['a'] });
  });

  it('counts no start of what was put back in order', () => {
    const begun = add('a', 1);
    activities.putBack([]);
    expect(activities.begin(begun.sequence)?.starts).toBe(1);
    activities.wait(begun.sequence);
    expect(activities.takeWaiting('a', 1)).toEqual([begun]);
    expect(activities.recover(2).suspects).toEqual([begun]);
  });

  it('keeps the count of what was not begun when the process ends in order', () => {
    const left = [add('a', 2), add('b', 3)];
    const found = { poisoned: [left[1]], suspects: [left[0]], lanes: [] };
    expect(activities.recover(3)).toEqual(found);
    activities.putBack(sequences(left));
    expect(activities.recover(3)).toEqual(found);
  });

  it('suspects what ran as its last chance and was put back, and what a worker that was down could not run', () => {
    const left = [add('a', 2), add('a', 2)];
    const [first, second] = activities.recover(3).suspects.map(({ sequence }) => activities.begin(sequence));
    expect([first?.starts, second?.starts]).toEqual([3, 3]);
    activities.waitApart(first?.sequence ?? 0);
    expect(activities.takeWaiting('a', 5)).toEqual([]);
    activities.putBack([first?.sequence ?? 0]);
    expect(activities.recover(3)).toEqual({ poisoned: [], suspects: left, lanes: [] });
  });

  it('begins nothing that is gone', () => {
    const { sequence } = add('a', 0);
    activities.delete('i');
    expect(activities.begin(sequence)).toBeUndefined();
    expect(sequences(activities.takeWaiting('a', 1))).toEqual([]);
  });
});
