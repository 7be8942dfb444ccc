import { describe, expect, it } from '@jest/globals';
import type { AccessToken } from '../signing/credential.ts';
import { createTokenCell } from './token-cell.ts';

const minute = 60_000;
const hour = 60 * minute;

interface State {
  nowMs: number;
  asked: number;
  fails: boolean;
  hangs: boolean;
  /** The wait for the credential. */
  timer: { readonly delayMs: number; readonly ring: () => void } | undefined;
  signal: AbortSignal | undefined;
}

/** A cell at a time of our choosing, whose credential answers tokens of an hour named by when they were asked for. */
function scene(answer?: (nowMs: number) => AccessToken) {
  const state: State = { nowMs: 0, asked: 0, fails: false, timer: undefined, signal: undefined, hangs: false };
  const cell = createTokenCell({
    fetchToken: async (signal) => {
      state.asked++;
      state.signal = signal;
      if (state.hangs) return new Promise(() => undefined);
      if (state.fails) throw new Error('no network');
      return answer?.(state.nowMs) ?? { token: `t${state.nowMs}`, expiresOnTimestamp: state.nowMs + hour };
    },
    nowMs: () => state.nowMs,
    startTimer: (delayMs, ring) => {
      state.timer = { delayMs, ring };
      return () => {
        state.timer = undefined;
      };
    },
    random: () => 0.5,
  });
  return { state, cell };
}

const settle = () => new Promise(setImmediate);

describe('a token cell', () => {
  it('asks once for a hundred who wait', async () => {
    const { state, cell } = scene();
    expect(new Set(await Promise.all(Array.from({ length: 100 }, () => cell.token())))).toEqual(new Set(['t0']));
    expect(state.asked).toBe(1);
  });

  it('answers at once while it has a token', async () => {
    const { state, cell } = scene();
    await cell.token();
    state.nowMs = 54 * minute;
    expect(cell.token()).toBe('t0');
    expect(state.asked).toBe(1);
  });

  it('renews a token some minutes before it expires, without making anyone wait', async () => {
    const { state, cell } = scene();
    await cell.token();
    state.nowMs = 56 * minute;
    expect([cell.token(), cell.token()]).toEqual(['t0', 't0']);
    await settle();
    expect(cell.token()).toBe(`t${56 * minute}`);
    expect(state.asked).toBe(2);
  });

  it('goes on with the present token while renewing fails, and asks again every half minute', async () => {
    const { state, cell } = scene();
    await cell.token();
    state.fails = true;
    state.nowMs = 56 * minute;
    expect(cell.token()).toBe('t0');
    await settle();
    state.nowMs += 29_000;
    expect(cell.token()).toBe('t0');
    expect(state.asked).toBe(2);
    state.nowMs += 1_000;
    expect(cell.token()).toBe('t0');
    await settle();
    expect(state.asked).toBe(3);
  });

  it('has everyone wait, and tells them what failed, once the token is about to expire', async () => {
    const { state, cell } = scene();
    await cell.token();
    state.fails = true;
    state.nowMs = hour - 10_000;
    await expect(cell.token()).rejects.toThrow('no network');
    state.fails = false;
    expect(await cell.token()).toBe(`t${hour - 10_000}`);
  });

  it('does not ask over and over a credential that keeps answering the same token', async () => {
    const { state, cell } = scene(() => ({ token: 'kept', expiresOnTimestamp: hour }));
    await cell.token();
    state.nowMs = 56 * minute;
    for (let second = 0; second < 60; second++) {
      state.nowMs += 1_000;
      expect(cell.token()).toBe('kept');
      await settle();
    }
    expect(state.asked).toBe(2);
  });

  it('renews when the issuer says so', async () => {
    const { state, cell } = scene((nowMs) => ({
      token: `t${nowMs}`,
      expiresOnTimestamp: nowMs + hour,
      refreshAfterTimestamp: nowMs + 10 * minute,
    }));
    await cell.token();
    state.nowMs = 10 * minute;
    expect(cell.token()).toBe('t0');
    await settle();
    expect(cell.token()).toBe(`t${10 * minute}`);
  });

  it('forgets a token that was refused, and only that', async () => {
    const { state, cell } = scene();
    await cell.token();
    cell.refuse('another');
    expect(cell.token()).toBe('t0');
    cell.refuse('t0');
    state.nowMs = 1;
    expect(await cell.token()).toBe('t1');
  });

  it('waits a minute for the credential, tells it to stop, fails for all who wait, and asks anew after that', async () => {
    const { state, cell } = scene();
    state.hangs = true;
    const waiting = Promise.allSettled([cell.token(), cell.token()]);
    expect([state.timer?.delayMs, state.signal?.aborted]).toEqual([60_000, false]);
    state.timer?.ring();
    const reason = new Error('The tokenCredential gave no token within 60000 ms.');
    expect(await waiting).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    expect([state.signal?.aborted, state.signal?.reason]).toEqual([true, reason]);
    state.hangs = false;
    expect(await cell.token()).toBe('t0');
    expect([state.asked, state.timer]).toEqual([2, undefined]);
  });

  it('goes on with the present token when its renewal hangs', async () => {
    const { state, cell } = scene();
    await cell.token();
    Object.assign(state, { nowMs: 56 * minute, hangs: true });
    expect(cell.token()).toBe('t0');
    state.timer?.ring();
    await settle();
    Object.assign(state, { nowMs: 57 * minute, hangs: false });
    expect(cell.token()).toBe('t0');
    await settle();
    expect(cell.token()).toBe(`t${57 * minute}`);
  });

  it('leaves no timer behind, neither after an answer nor when it is closed', async () => {
    const { state, cell } = scene();
    await cell.token();
    expect(state.timer).toBeUndefined();
    cell.refuse('t0');
    state.hangs = true;
    const waiting = cell.token();
    cell.close();
    await expect(waiting).rejects.toThrow('The driver was closed.');
    expect([state.timer, state.signal?.aborted]).toEqual([undefined, true]);
  });
});
