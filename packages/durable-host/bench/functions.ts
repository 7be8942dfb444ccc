import { activity, orchestration } from '@perdura/durable-core';
import type { DurableFunction } from '@perdura/durable-host';
import { fanOutWidth } from './load.ts';

const echo = activity('echo', (value: number) => value);

const sequence = orchestration('sequence', async (ctx) => {
  const one = await ctx.callActivity(echo, 1);
  const two = await ctx.callActivity(echo, 2);
  return one + two + (await ctx.callActivity(echo, 3));
});

const fanOut = orchestration('fan_out', async (ctx) => {
  const values = Array.from({ length: fanOutWidth }, (_, index) => index + 1);
  const echoed = await ctx.joinAll(values.map((value) => ctx.callActivity(echo, value)));
  return echoed.reduce((sum, value) => sum + value, 0);
});

/** The workloads for the task hub. */
export const functions: readonly DurableFunction[] = [echo, sequence, fanOut];
