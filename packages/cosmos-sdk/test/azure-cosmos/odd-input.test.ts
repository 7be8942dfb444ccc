import type { RequestOptions } from '@azure/cosmos';
import { openShop } from './open-shop.ts';
import { outcome, responseOf, type Seen } from './record.ts';
import { sameWithBoth } from './run-with-both.ts';

type AnyResponse = Parameters<typeof responseOf>[0];
type Calls = Record<string, () => Promise<AnyResponse>>;

async function outcomesOf(calls: Calls): Promise<Seen> {
  const seen: Seen = {};
  for (const [name, call] of Object.entries(calls)) seen[name] = await outcome(call, responseOf);
  return seen;
}

sameWithBoth(
  'items that are none',
  async (stage) => {
    const container = await openShop(stage);
    const { items } = container;
    await items.create({ id: '1', customer: 'ada' });
    const item = container.item('1', 'ada');
    const odd = (value: unknown): never => value as never;
    return outcomesOf({
      undefined: () => items.create(odd(undefined)),
      null: () => items.create(odd(null)),
      text: () => items.create(odd('x')),
      spaceAtEnd: () => items.create({ id: 'x ', customer: 'ada' }),
      lossy: () => items.create({ id: 'lossy', customer: 'ada', at: new Date(0), none: undefined, nan: Number.NaN }),
      objectAsKey: () => items.create({ id: 'o', customer: { x: 1 } }),
      arrayAsKey: () => items.create({ id: 'a', customer: ['x'] }),
      upsertUndefined: () => items.upsert(odd(undefined)),
      replaceUndefined: () => item.replace(odd(undefined)),
      replaceWithoutId: () => item.replace({ customer: 'ada' } as { id?: string }),
      replaceEmptyId: () => item.replace({ id: '', customer: 'ada' }),
      patchUndefined: () => item.patch(odd(undefined)),
      patchNothing: () => item.patch([]),
      patchUnknown: () => item.patch([odd({ op: 'nope', path: '/a', value: 1 })]),
      patchTextToNumber: () => item.patch([{ op: 'incr', path: '/total', value: odd('x') }]),
      databaseUndefined: () => stage.client().databases.create(odd(undefined)),
    });
  },
  {
    lossy: { statusCode: 201, resource: { at: '1970-01-01T00:00:00.000Z', nan: null } },
    objectAsKey: { threw: { code: 400, substatus: 1001 } },
    arrayAsKey: { threw: { code: 400, substatus: 1001 } },
    patchUndefined: { threw: { class: 'ErrorResponse', code: 400 } },
    patchNothing: { threw: { code: 400 } },
  },
);

sameWithBoth(
  'keys that none can have',
  async (stage) => {
    const container = await openShop(stage);
    return outcomesOf({
      object: () => container.item('1', { x: 1 } as never).read(),
      empty: () => container.item('1', []).read(),
      two: () => container.item('1', ['a', 'b']).read(),
      id: () => container.item(undefined as never, 'ada').read(),
    });
  },
  { object: { threw: { code: 400 } }, empty: { threw: { code: 400, substatus: 1001 } } },
);

sameWithBoth(
  'options of a call',
  async (stage) => {
    const container = await openShop(stage);
    await container.items.create({ id: '1', customer: 'ada' });
    const item = container.item('1', 'ada');
    const options: Record<string, RequestOptions> = {
      eventual: { consistencyLevel: 'Eventual' },
      tooStrong: { consistencyLevel: 'Strong' },
      headers: { initialHeaders: { 'x-mine': 1 } },
      badSession: { sessionToken: 'garbage' },
      unknownCondition: { accessCondition: { type: 'Nope', condition: '"x"' } },
      urgent: { priorityLevel: 'High' as never },
      excluded: { excludedLocations: ['East US'] },
      unknown: { nope: 1 } as never,
      ownReason: { abortSignal: AbortSignal.abort(new Error('mine')) },
    };
    const reads: Calls = {};
    for (const [name, each] of Object.entries(options)) reads[name] = () => item.read(each);
    return {
      ...(await outcomesOf(reads)),
      ...(await outcomesOf({
        anyVersion: () =>
          container.items.upsert(
            { id: '1', customer: 'ada' },
            { accessCondition: { type: 'IfMatch', condition: '*' } },
          ),
        notIndexed: () => container.items.upsert({ id: '1', customer: 'ada' }, { indexingDirective: 'Exclude' }),
        container: () => container.read({ abortSignal: AbortSignal.abort() }),
        database: () => container.database.read({ abortSignal: AbortSignal.abort() }),
      })),
    };
  },
  {
    eventual: { statusCode: 200 },
    headers: { statusCode: 200 },
    unknown: { statusCode: 200 },
    ownReason: { threw: { class: 'AbortError' } },
    container: { threw: { class: 'AbortError' } },
    anyVersion: { statusCode: 200 },
  },
);
