import * as fc from 'fast-check';
import { act } from '../act.ts';
import { type AccountCommand, command } from '../command.ts';
import { expectSame, withoutSystemProperties } from '../compare.ts';
import { placeOf, put } from '../model.ts';
import { containerIds, contents, databaseIds, itemIds, keys, versions, writeRegions } from '../names.ts';
import { bodyOf, etagOf, findContainer, keyIn, pathOf } from '../target.ts';

const kinds = fc.constantFrom('create' as const, 'upsert' as const, 'replace' as const);

/** Creates, upserts or replaces an item, with or without `if-match`. */
export const writeItem: fc.Arbitrary<AccountCommand> = fc
  .record({
    kind: kinds,
    database: databaseIds,
    container: containerIds,
    id: itemIds,
    key: keys,
    content: contents,
    version: versions,
    region: writeRegions,
  })
  .map((input) =>
    command(`writeItem ${JSON.stringify(input)}`, async (model, real) => {
      const { kind, id, content, region, version } = input;
      const container = findContainer(model, input);
      const key = keyIn(container, input.key);
      const place = placeOf(key, id);
      const existing = container?.items.get(place);
      const body = bodyOf(container, id, key, content);
      const ifMatch = kind === 'create' ? undefined : etagOf(version, existing);
      const path = `${pathOf(input)}/docs`;
      const { status, headers, json } = await real.send(
        region,
        kind === 'replace' ? 'PUT' : 'POST',
        kind === 'replace' ? `${path}/${encodeURIComponent(id)}` : path,
        {
          body,
          pk: JSON.parse(JSON.stringify(key.map((value) => (value === undefined ? {} : value)))),
          headers: {
            ...(kind === 'upsert' && { 'x-ms-documentdb-is-upsert': 'true' }),
            ...(ifMatch !== undefined && { 'if-match': ifMatch }),
          },
        },
      );
      const answered = [status, headers['x-ms-substatus'] ?? '0'];
      if (region === 'West US') return expectSame(`status of ${kind}`, answered, [403, '3']);
      if (container === undefined) return expectSame(`status of ${kind}`, answered, [404, '1003']);
      const { status: expected, item } = act(container, key, { kind, id, content }, { ifMatch, ...model });
      expectSame(`status of ${kind}`, answered, expected);
      if (item === undefined) return;
      expectSame(`item of ${kind}`, withoutSystemProperties(json), body);
      if (headers.etag === undefined || headers.etag === existing?.etag || headers.etag !== json._etag) {
        throw new Error(`A write gives the item a new ETag, not ${headers.etag}.`);
      }
      put(container, { ...item, etag: headers.etag });
      noteProgress(real.sessions, pathOf(input), headers['x-ms-session-token']);
    }),
  );

/** A partition's token never goes back, and a write moves it on. */
function noteProgress(sessions: Map<string, string>, path: string, token = ''): void {
  const [range = '', value = ''] = token.split(':');
  const key = `${path} ${range}`;
  const before = sessions.get(key)?.split(/[#:]/).map(Number);
  const [version = 0, lsn = 0] = value.split('#').map(Number);
  const [, oldVersion = -Infinity, oldLsn = -Infinity] = before ?? [];
  if (version < oldVersion || (version === oldVersion && lsn <= oldLsn)) {
    throw new Error(`The session token went from ${sessions.get(key)} to ${token}.`);
  }
  sessions.set(key, token);
}
