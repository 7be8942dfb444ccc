import * as fc from 'fast-check';
import { type Action, act, unknownEtag } from '../act.ts';
import { type AccountCommand, command } from '../command.ts';
import { expectSame, withoutSystemProperties } from '../compare.ts';
import { type KeyValue, keyHeader, type ModelContainer, placeOf } from '../model.ts';
import { containerIds, contents, databaseIds, keys, patches, versions, writeRegions } from '../names.ts';
import { bodyOf, etagOf, findContainer, keyIn, pathOf } from '../target.ts';

/** Few, so that the operations of a batch meet. */
const ids = fc.constantFrom('1', '1', 'a b');

const actions: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('upsert' as const), id: ids, content: contents }) },
  fc.record({ kind: fc.constantFrom('create', 'replace'), id: ids, content: contents }),
  fc.record({ kind: fc.constant('patch' as const), id: ids, operations: patches }),
  fc.record({ kind: fc.constant('read' as const), id: ids }),
  fc.record({ kind: fc.constant('delete' as const), id: ids }),
);
const rows = fc.record({ action: actions, version: versions });

/** Carries out several actions on items of a partition key: all or none where the batch is atomic, else each by itself. */
export const carryOutBatch: fc.Arbitrary<AccountCommand> = fc
  .record({
    database: databaseIds,
    container: containerIds,
    key: keys,
    region: writeRegions,
    isAtomic: fc.constantFrom(true, true, false),
    rows: fc.array(rows, { minLength: 1, maxLength: 4 }),
  })
  .map((input) =>
    command(`carryOutBatch ${JSON.stringify(input)}`, async (model, real) => {
      const { region, isAtomic } = input;
      const container = findContainer(model, input);
      const key = keyIn(container, input.key);
      const rows = input.rows.map(({ action, version }) => {
        const hasVersion = action.kind !== 'create' && action.kind !== 'read';
        const known = container?.items.get(placeOf(key, action.id));
        return { action, ifMatch: hasVersion ? etagOf(version, known) : undefined };
      });
      const { status, headers, json } = await real.send(region, 'POST', `${pathOf(input)}/docs`, {
        body: rows.map(({ action, ifMatch }) => ({ ...rowOf(container, key, action), ifMatch })),
        headers: {
          'x-ms-documentdb-partitionkey': keyHeader(key),
          'x-ms-cosmos-is-batch-request': 'True',
          'x-ms-cosmos-batch-atomic': isAtomic ? 'True' : 'False',
        },
      });
      const answered = [status, headers['x-ms-substatus'] ?? '0'];
      if (region === 'West US') return expectSame('status of batch', answered, [403, '3']);
      if (container === undefined) return expectSame('status of batch', answered, [404, '1003']);

      const draft = { ...container, items: new Map(container.items) };
      const outcomes = rows.map(({ action, ifMatch }) => act(draft, key, action, { ifMatch, ...model }));
      const failure = outcomes.findIndex((outcome) => outcome.status[0] >= 400);
      const isUndone = isAtomic && failure !== -1;
      const expected = outcomes.map((outcome, index) => (isUndone && index !== failure ? [424, '0'] : outcome.status));
      expectSame('status of batch', answered, [failure === -1 ? 200 : 207, '0']);
      expectSame(
        'statuses in batch',
        json.map((result: BatchResult) => [result.statusCode, String(result.subStatusCode ?? 0)]),
        expected,
      );
      if (isUndone) return;

      Object.assign(container, draft);
      for (const [index, { item }] of outcomes.entries()) {
        const { eTag, resourceBody }: BatchResult = json[index];
        if (item === undefined) continue;
        const body = bodyOf(container, item.id, key, item.content);
        expectSame('item in batch', withoutSystemProperties(resourceBody ?? {}), body);
        const place = placeOf(key, item.id);
        if (item.etag !== unknownEtag) expectSame('ETag in batch', eTag, item.etag);
        // Of an item that was written again, the last version stays.
        else if (container.items.get(place) === item) container.items.set(place, { ...item, etag: eTag ?? '' });
      }
    }),
  );

interface BatchResult {
  readonly statusCode: number;
  readonly subStatusCode?: number;
  readonly eTag?: string;
  readonly resourceBody?: Readonly<Record<string, unknown>>;
}

const operationTypes = {
  create: 'Create',
  upsert: 'Upsert',
  replace: 'Replace',
  patch: 'Patch',
  read: 'Read',
  delete: 'Delete',
} as const;

/** An action as it is sent. */
function rowOf(container: ModelContainer | undefined, key: readonly KeyValue[], action: Action): object {
  const { kind, id } = action;
  const operationType = operationTypes[kind];
  if (kind === 'read' || kind === 'delete') return { operationType, id };
  if (kind === 'patch') return { operationType, id, resourceBody: { operations: action.operations } };
  return { operationType, id, resourceBody: bodyOf(container, id, key, action.content) };
}
