import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.ts';

function recorder(failing: readonly string[] = []) {
  const statements: string[] = [];
  return {
    statements,
    exec: (statement: string) => {
      statements.push(statement);
      if (failing.includes(statement)) throw new Error(`${statement} failed`);
    },
  };
}

describe('GroupCommit', () => {
  it('puts what is queued in one turn of the event loop into one transaction, in order', async () => {
    const database = recorder();
    const commits = new GroupCommit(database);
    const run = (n: number) =>
      commits.run(() => {
        database.statements.push(`work ${n}`);
        return n;
      });
    expect(await Promise.all([run(1), run(2), run(3)])).toEqual([1, 2, 3]);
    expect(database.statements).toEqual(['BEGIN IMMEDIATE', 'work 1', 'work 2', 'work 3', 'COMMIT']);
  });

  it('resolves only after the commit', async () => {
    const database = recorder();
    const commits = new GroupCommit(database);
    await commits.run(() => undefined).then(() => database.statements.push('resolved'));
    expect(database.statements).toEqual(['BEGIN IMMEDIATE', 'COMMIT', 'resolved']);
  });

  it('lets work that throws fail alone', async () => {
    const commits = new GroupCommit(recorder());
    const results = await Promise.allSettled([
      commits.run(() => 1),
      commits.run(() => {
        throw new Error('bad');
      }),
      commits.run(() => 3),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('rejects everything when the database takes nothing, and goes on when it does again', async () => {
    const failing = ['COMMIT', 'ROLLBACK'];
    const commits = new GroupCommit(recorder(failing));
    const results = await Promise.allSettled([commits.run(() => 1), commits.run(() => 2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    failing.length = 0;
    expect(await commits.run(() => 4)).toBe(4);
  });
});
