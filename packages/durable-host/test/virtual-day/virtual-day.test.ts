import { afterEach, expect, it } from '@jest/globals';
import type { OrchestrationStatus } from '@perdura/durable-client';
import { closeTestHosts, openTestHost } from '../fakes/open-test-host.ts';
import { counters, type DayKind, dayFunctions, dayKinds, hourMs } from './day-functions.ts';

afterEach(closeTestHosts);

/** The suite takes the short form; `pnpm soak` the long one, and prints how long it took. */
const isSoak = process.env.PERDURA_SOAK !== undefined;
const instances = isSoak ? 10_000 : 240;
const dayMs = 24 * hourMs;
/** The last instance is started early enough to end within the day. */
const lastStartMs = dayMs - 7 * hourMs;

const idOf = (n: number) => `i-${n}`;
const kindOf = (n: number): DayKind => dayKinds[n % dayKinds.length] as DayKind;

it(`${instances} instances of all kinds live through a day in moments, and each ends right and in time`, async () => {
  const startedAtMs = performance.now();
  const { host, client, clock } = await openTestHost({ functions: dayFunctions() });
  const morningMs = clock.now();
  const failures: unknown[] = [];
  const begin = async (n: number) => {
    const { orchestration, input, event } = kindOf(n);
    await client.startNew(orchestration, { instanceId: idOf(n), input: input(n) });
    const raised = event?.(n);
    if (raised === undefined) return;
    clock.schedule(() => {
      // One that has ended meanwhile does not want it any more.
      client.raiseEvent(idOf(n), raised.name).catch((error) => {
        if (error.code !== 'gone') failures.push(error);
      });
    }, raised.afterMs);
  };
  const beginFrom = (n: number) => {
    if (n === instances) return;
    const dueMs = morningMs + Math.floor((n * lastStartMs) / instances);
    clock.schedule(() => {
      begin(n).catch((error) => failures.push(error));
      beginFrom(n + 1);
    }, dueMs - clock.now());
  };
  beginFrom(0);

  while (clock.jump()) {
    await new Promise((resolve) => setImmediate(resolve));
    await host.whenIdle();
  }
  expect(failures).toEqual([]);
  expect(clock.now() - morningMs).toBeLessThanOrEqual(dayMs);

  const found = new Map<string, OrchestrationStatus>();
  for await (const status of client.queryStatuses({ instanceIdPrefix: 'i-', pageSize: 1_000 })) {
    found.set(status.instanceId, status);
  }
  const ends = Array.from({ length: instances }, (_, n) => {
    const status = found.get(idOf(n));
    const lastedMs = status && status.lastUpdatedTime.getTime() - status.createdTime.getTime();
    return { n, status: status?.runtimeStatus, output: status?.output, lastedMs };
  });
  expect(ends).toEqual(
    Array.from({ length: instances }, (_, n) => {
      const { output, durationMs } = kindOf(n);
      return { n, status: 'Completed', output: output(n), lastedMs: durationMs(n) };
    }),
  );
  let counted = 0;
  for (let key = 0; key < counters; key += 1) {
    counted += Number((await client.readEntity({ name: 'counter', key: String(key) }))?.state ?? 0);
  }
  expect(counted).toBe(Math.floor(instances / dayKinds.length));
  if (isSoak) {
    const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
    process.stdout.write(
      `${instances} instances over 24 hours of virtual time in ${seconds} s, every result checked\n`,
    );
  }
}, 60_000);
