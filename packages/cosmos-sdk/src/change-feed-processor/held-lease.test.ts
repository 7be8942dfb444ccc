import { describe, expect, it } from '@jest/globals';
import { FeedRange } from '@perdura/cosmos-driver';
import { manualClock } from '../../test/fakes/manual-clock.ts';
import { type HeldLease, holdLease } from './held-lease.ts';
import type { Lease } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';

const taken: Lease = {
  id: 'a',
  range: FeedRange.full(),
  continuation: 'before',
  owner: 'me',
  term: '1',
  wantedBy: undefined,
  durationMs: 1000,
  children: undefined,
  etag: '1',
  writtenAtMs: 0,
};

describe('a held lease', () => {
  it('notes what was handled while it was being renewed', async () => {
    const { store, stored, clock, held, answers } = hold();
    store.hold();
    await clock.advance(300);
    const saving = held.save('after');
    await clock.settle();
    expect(answers()).toBe(1);
    store.letGo();
    await saving;
    expect(stored()).toMatchObject({ continuation: 'after', owner: 'me' });
    expect(held.current().continuation).toBe('after');
  });

  it('notes with the next renewal what could not be noted, and tells why', async () => {
    const { store, stored, clock, held, errors } = hold();
    store.failWith(new Error('no network'));
    await held.save('after');
    expect(errors).toEqual([new Error('no network')]);
    expect(stored().continuation).toBe('before');
    store.failWith(undefined);
    await clock.advance(300);
    expect(stored().continuation).toBe('after');
  });

  it('is held as long as it is written, and lost when it was not for its duration', async () => {
    const { store, clock, held } = hold();
    await clock.advance(5000);
    expect(held.lost.aborted).toBe(false);
    store.failWith(new Error('no network'));
    await clock.advance(690);
    expect(held.lost.aborted).toBe(false);
    await clock.advance(400);
    expect([held.lost.aborted, held.ending.aborted]).toEqual([true, true]);
    store.failWith(undefined);
    await held.save('late');
    expect(await held.close()).toBe('lost');
  });

  it('that is lost waits for no answer any more', async () => {
    const { store, clock, held, errors } = hold();
    store.hold();
    await clock.advance(1000);
    expect(held.lost.aborted).toBe(true);
    await held.save('late');
    expect(await held.close()).toBe('lost');
    store.failWith(new Error('The client is closed.'));
    store.letGo();
    await clock.settle();
    expect(errors).toEqual([]);
  });

  it('that is lost while it is being noted or left ends the wait for that', async () => {
    for (const act of [(held: HeldLease) => held.save('late'), (held: HeldLease) => held.close()]) {
      const { store, clock, held, errors } = hold();
      store.hold();
      const acting = act(held);
      await clock.advance(1000);
      await acting;
      expect(held.lost.aborted).toBe(true);
      store.failWith(new Error('The client is closed.'));
      store.letGo();
      await clock.settle();
      expect(errors).toEqual([]);
    }
  });

  it('counts its time from when a write was sent, not from its answer', async () => {
    const { store, clock, held } = hold();
    store.hold();
    await clock.advance(900);
    store.letGo();
    await clock.settle();
    store.failWith(new Error('no network'));
    await clock.advance(390);
    expect(held.lost.aborted).toBe(false);
    await clock.advance(11);
    expect(held.lost.aborted).toBe(true);
  });

  it('goes to who asks for it, with what was handled until then', async () => {
    const { store, stored, clock, held } = hold();
    store.change({ wantedBy: 'you' });
    await clock.advance(300);
    expect([held.ending.aborted, held.lost.aborted]).toEqual([true, false]);
    await held.save('the last page');
    expect(await held.close()).toBe('handed-over');
    expect(stored()).toMatchObject({
      owner: 'you',
      term: undefined,
      wantedBy: undefined,
      continuation: 'the last page',
    });
  });

  it('is nobody’s when it was given up, and stays written as it is when another has it', async () => {
    const one = hold();
    one.held.end();
    expect(await one.held.close()).toBe('stopped');
    expect(one.stored()).toMatchObject({ owner: undefined, term: undefined });
    const two = hold();
    two.store.change({ owner: 'thief', term: '2' });
    await two.held.save('after');
    expect([two.held.lost.aborted, await two.held.close()]).toEqual([true, 'lost']);
    expect(two.stored()).toMatchObject({ owner: 'thief', continuation: 'before' });
  });

  it('tells who wants it also at the last moment, and tells why it could not be left', async () => {
    const one = hold();
    one.store.change({ wantedBy: 'you' });
    expect(await one.held.close()).toBe('handed-over');
    const two = hold();
    two.store.failWith(new Error('no network'));
    await two.held.close();
    expect(two.errors).toEqual([new Error('no network')]);
  });

  it('is replaced by its pieces, and belongs to nobody then', async () => {
    const { stored, held } = hold();
    const pieces = [{ range: FeedRange.full(), continuation: 'of a piece' }];
    await held.replaceBy(pieces);
    expect(held.ending.aborted).toBe(true);
    expect(await held.close()).toBe('split');
    expect(stored()).toMatchObject({ children: pieces, owner: undefined });
  });

  it('leaves no timer behind', async () => {
    const { clock, held, answers } = hold();
    await held.close();
    const before = answers();
    await clock.advance(10_000);
    expect([answers(), held.lost.aborted]).toEqual([before, false]);
  });
});

/** A lease held in a store of one document, whose writes can be held up or fail. */
function hold() {
  let document = taken;
  let failure: Error | undefined;
  let gate = Promise.resolve();
  let letGo = (): void => undefined;
  let writes = 0;
  const errors: unknown[] = [];
  const clock = manualClock(() => false);
  const store: Pick<LeaseStore, 'read' | 'replace'> = {
    read: async () => document,
    async replace(lease) {
      writes++;
      await gate;
      if (failure !== undefined) throw failure;
      if (lease.etag !== document.etag) return undefined;
      document = { ...lease, etag: String(Number(document.etag) + 1) };
      return document;
    },
  };
  const held = holdLease(taken, clock.elapsedMs(), {
    store,
    clock,
    renewIntervalMs: 300,
    onError: (error) => errors.push(error),
  });
  return {
    held,
    clock,
    errors,
    stored: () => document,
    answers: () => writes,
    store: {
      failWith(error: Error | undefined) {
        failure = error;
      },
      change(change: Partial<Lease>) {
        document = { ...document, ...change, etag: String(Number(document.etag) + 1) };
      },
      hold() {
        ({ promise: gate, resolve: letGo } = Promise.withResolvers<void>());
      },
      letGo: () => letGo(),
    },
  };
}
