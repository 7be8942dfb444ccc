// The worker of a Restate server: a service with its steps journaled by ctx.run.
import { type Context, RestatePromise, serve, service } from '@restatedev/restate-sdk';
import { fanOutWidth } from '../../load.ts';

const engine = service({
  name: 'engine',
  handlers: {
    sequence: async (ctx: Context) => {
      const one = await ctx.run('echo', () => 1);
      const two = await ctx.run('echo', () => 2);
      return one + two + (await ctx.run('echo', () => 3));
    },
    fan_out: async (ctx: Context) => {
      const values = Array.from({ length: fanOutWidth }, (_, index) => index + 1);
      const echoed = await RestatePromise.all(values.map((value) => ctx.run('echo', () => value)));
      return echoed.reduce((sum, value) => sum + value, 0);
    },
  },
});

const port = await serve({ services: [engine], port: 0 });
process.once('disconnect', () => process.exit());
process.send?.(port);
