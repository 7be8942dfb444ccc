import type { HistoryPage, HubOverview, InstanceDetails, InstancePage } from '../model.ts';
import { listQuery, type PageRoute } from '../view/page-route.ts';
import type { EntityRow, HistoryState, PageState } from '../view/page-state.ts';
import { entity } from '../view/question-request.ts';
import type { HostClient } from './host-client.ts';

/** Loads what the page shows at a place; what it knows already is asked for only as far as it is new. */
export async function loadPlace(client: HostClient, state: PageState): Promise<Partial<PageState>> {
  const overview = state.overview ?? (await client.read<HubOverview>('overview'));
  const place = await loadRoute(client, state.route, state);
  return { ...(overview && { overview }), ...place };
}

async function loadRoute(client: HostClient, route: PageRoute, state: PageState): Promise<Partial<PageState>> {
  switch (route.kind) {
    case 'instances': {
      const list = await client.read<InstancePage>(`instances${listQuery(route.filter, route.before)}`);
      return list === undefined ? {} : { list, nowMs: list.nowMs };
    }
    case 'instance': {
      const id = encodeURIComponent(route.id);
      const isWhole = state.instance !== undefined && state.instance !== 'missing' && isShownWhole(state.instance);
      const instance = await client.read<InstanceDetails>(`instance?id=${id}${isWhole ? '&whole=true' : ''}`);
      if (instance === undefined) return { instance: 'missing' };
      return { instance, nowMs: instance.nowMs, history: await loadHistory(client, id, state.history) };
    }
    case 'entities': {
      const count = Math.max(100, state.entities?.rows.length ?? 0);
      return { nowMs: Date.now(), entities: await loadEntities(client, route.name, Math.min(count, 1_000)) };
    }
    case 'entity': {
      const { status, text } = await client.readApi(entity(route.name, route.key));
      return { nowMs: Date.now(), entity: status === 404 ? 'missing' : { state: text } };
    }
  }
}

/** Whether the reader has asked for all of a long value: then he keeps it. */
function isShownWhole({ input, output, customStatus }: InstanceDetails): boolean {
  return [input, output, customStatus].some((value) => value !== undefined && value.text.length > 20_000);
}

async function loadHistory(client: HostClient, id: string, before: HistoryState): Promise<HistoryState> {
  let history = before;
  for (;;) {
    const after = history.mark === undefined ? '' : `&after=${encodeURIComponent(history.mark)}`;
    const page = await client.read<HistoryPage>(`history?id=${id}${after}`);
    if (page === undefined) return history;
    if (page.events.length > 0 || page.from < history.items.length) {
      const { mark: _old, ...others } = history;
      history = {
        ...others,
        items: [...history.items.slice(0, page.from), ...page.events],
        // What was loaded of events that are no more must not show in place of those that took their place.
        whole: new Map([...history.whole].filter(([position]) => position < page.from)),
        ...(page.mark !== undefined && { mark: page.mark }),
      };
    }
    if (!page.hasMore) return history;
  }
}

/** A page of the list of entities. */
export async function loadEntities(
  client: HostClient,
  name: string,
  top: number,
  token?: string,
): Promise<NonNullable<PageState['entities']>> {
  const path = `entities${name === '' ? '' : `/${encodeURIComponent(name)}`}?top=${top}`;
  const { text, next } = await client.readApi(path, token);
  const rows = (JSON.parse(text) as readonly WireEntity[]).map(
    ({ entityId, lastOperationTime }): EntityRow => ({ ...entityId, lastOperationMs: Date.parse(lastOperationTime) }),
  );
  return { rows, ...(next !== undefined && { next }) };
}

interface WireEntity {
  readonly entityId: { readonly name: string; readonly key: string };
  readonly lastOperationTime: string;
}
