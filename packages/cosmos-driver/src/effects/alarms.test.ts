import { describe, expect, it } from '@jest/globals';
import { fakeClock } from '../../test/fakes/fake-clock.ts';
import { createAlarms } from './alarms.ts';

const never = new Promise<string>(() => undefined);
const noSignal = { signal: undefined };

describe('alarms', () => {
  it('pause for as long as asked, and not at all for no time', async () => {
    const clock = fakeClock(0);
    const alarms = createAlarms(clock);
    await alarms.pause(0, undefined);
    expect(clock.nowMs()).toBe(0);
    await Promise.all([alarms.pause(300, undefined), alarms.pause(100, undefined), alarms.pause(200, undefined)]);
    expect(clock.nowMs()).toBe(300);
    expect(clock.pending()).toBe(0);
  });

  it('end a pause when the signal is aborted, and leave no listener behind', async () => {
    const clock = fakeClock(0);
    const alarms = createAlarms(clock);
    const controller = new AbortController();
    const pause = alarms.pause(5000, controller.signal);
    controller.abort();
    await pause;
    expect([clock.nowMs(), clock.pending()]).toEqual([0, 0]);
    await alarms.pause(5000, controller.signal);
    expect(clock.nowMs()).toBe(0);
  });

  it('answer what a promise settles to before its deadline, and stop the timer', async () => {
    const clock = fakeClock(0);
    const alarms = createAlarms(clock);
    const limits = { deadlineMs: 50, ...noSignal };
    expect(await alarms.untilStopped(Promise.resolve('in time'), limits)).toBe('in time');
    await expect(alarms.untilStopped(Promise.reject(new Error('failed')), limits)).rejects.toThrow('failed');
    await Promise.resolve();
    expect(clock.pending()).toBe(0);
  });

  it('answer undefined when the deadline passes or the signal is aborted', async () => {
    const clock = fakeClock(0);
    const alarms = createAlarms(clock);
    expect(await alarms.untilStopped(never, { deadlineMs: 50, ...noSignal })).toBeUndefined();
    expect(clock.nowMs()).toBe(50);
    const controller = new AbortController();
    const waiting = alarms.untilStopped(never, { deadlineMs: Number.POSITIVE_INFINITY, signal: controller.signal });
    controller.abort();
    expect(await waiting).toBeUndefined();
    expect(clock.delays).toEqual([50]);
  });

  it('wait for nothing when the signal was aborted before, and swallow what becomes of it', async () => {
    const alarms = createAlarms(fakeClock(0));
    const limits = { deadlineMs: Number.POSITIVE_INFINITY, signal: AbortSignal.abort() };
    expect(await alarms.untilStopped(never, limits)).toBeUndefined();
    expect(await alarms.untilStopped(Promise.reject(new Error('too late')), limits)).toBeUndefined();
  });

  it('share one timer among many deadlines', async () => {
    const clock = fakeClock(0);
    const alarms = createAlarms(clock);
    const limits = { deadlineMs: 1000, ...noSignal };
    await Promise.all(Array.from({ length: 100 }, () => alarms.untilStopped(Promise.resolve(1), limits)));
    expect(clock.delays).toEqual([1000]);
  });

  it('end every pause when they are closed', async () => {
    const clock = fakeClock(0);
    const alarms = createAlarms(clock);
    const pauses = [alarms.pause(1000, undefined), alarms.pause(2000, undefined)];
    alarms.close();
    await Promise.all(pauses);
    await alarms.pause(1000, undefined);
    expect([clock.nowMs(), clock.pending()]).toEqual([0, 0]);
  });
});
