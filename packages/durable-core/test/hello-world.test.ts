import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { activity, orchestration, runOrchestration } from '@perdura/durable-core';

const text = readFileSync(new URL('./vectors/hello-world-trigger.json', import.meta.url), 'utf8');
const trigger = JSON.parse(text) as { history: object[] };

const sayHello = activity('say_hello', async (city: string) => `Hello ${city}!`);
const cities = ['Tokyo', 'London', 'Seattle'];

const asAsync = orchestration('hello_world', async (ctx) =>
  ctx.joinAll(cities.map((city) => ctx.callActivity(sayHello, city))),
);
const asGenerator = orchestration('hello_world', function* (ctx) {
  return yield* ctx.joinAll(cities.map((city) => ctx.callActivity(sayHello, city)));
});

const actions = [cities.map((city) => ({ actionType: 0, functionName: 'say_hello', input: JSON.stringify(city) }))];

/** The trigger with the three activities done, in the order they finished. */
function completed(order: readonly number[]): object {
  const stamp = { IsPlayed: false, Timestamp: '2019-07-22T06:20:31.5Z' };
  return {
    ...trigger,
    history: [
      ...trigger.history,
      ...cities.map((city, id) => ({
        EventType: 4,
        EventId: id,
        Name: 'say_hello',
        Input: JSON.stringify([city]),
        ...stamp,
      })),
      { EventType: 13, EventId: -1, ...stamp },
      { EventType: 12, EventId: -1, ...stamp },
      ...order.map((id) => ({
        EventType: 5,
        EventId: -1,
        TaskScheduledId: id,
        Result: `"Hello ${cities[id]}!"`,
        ...stamp,
      })),
    ],
  };
}

describe.each([
  { form: 'an async function', definition: asAsync },
  { form: 'a generator', definition: asGenerator },
])('three cities as $form, answering the oldest hosts', ({ definition }) => {
  it('schedules the three activities together', async () => {
    const answer = await runOrchestration(definition, trigger);
    expect(answer).toEqual({ kind: 'result', state: { isDone: false, actions, schemaVersion: 0 } });
  });

  it('takes the payload as JSON text too', async () => {
    expect(await runOrchestration(definition, text)).toEqual(await runOrchestration(definition, trigger));
  });

  it.each([[[0, 1, 2]], [[2, 0, 1]]])('answers in the order of the calls when they finish as %j', async (order) => {
    const answer = await runOrchestration(definition, completed(order));
    const output = ['Hello Tokyo!', 'Hello London!', 'Hello Seattle!'];
    expect(answer).toEqual({ kind: 'result', state: { isDone: true, actions, output, schemaVersion: 0 } });
  });
});
