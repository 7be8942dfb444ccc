import { type EntityId, entityId } from '@perdura/durable-core';
import { type JsonText, parseEntityId } from '@perdura/durable-core/engine';
import { isEntityId } from '../entities/is-entity-id.ts';
import type { EntityHub } from '../runtime/entity-hub.ts';
import type { StoredEntity } from '../store/entity-table.ts';
import { type ApiAnswer, type ApiCall, emptyAnswer, errorAnswer, jsonAnswer, jsonTextAnswer } from './api-call.ts';
import type { EntityRoute } from './entity-route.ts';
import { isJson } from './is-json.ts';
import { readPaging, tokenHeader } from './paging.ts';
import { readQuery } from './query.ts';

/** Answers a request to entities. */
export async function answerEntities(call: ApiCall, route: EntityRoute, entities: EntityHub): Promise<ApiAnswer> {
  if (route.kind === 'list-entities') return answerList(call, route.name, entities);
  const target = readTarget(route.name, route.key);
  if (typeof target === 'string') return errorAnswer(400, target);
  if (route.kind === 'read-entity') {
    const state = entities.readState(target);
    return state === undefined ? emptyAnswer(404) : jsonTextAnswer(200, state);
  }
  return answerSignal(call, target, route.operation, entities);
}

/** Which entity is meant, or what is wrong with its name or key. */
function readTarget(name: string, key: string): EntityId | string {
  try {
    return entityId(name, key);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

async function answerSignal(
  call: ApiCall,
  target: EntityId,
  fixedOperation: string | undefined,
  entities: EntityHub,
): Promise<ApiAnswer> {
  if (!entities.has(target.name)) {
    return errorAnswer(400, `The function '${target.name}' doesn't exist or is not an entity function.`);
  }
  const operation = fixedOperation ?? readQuery(call.url.searchParams).text('op') ?? '';
  const input = readInput(call);
  if (input === 'malformed')
    return errorAnswer(400, 'Could not parse JSON content: it is not JSON, or nested too deep.');
  await entities.signal(target, operation, input?.json);
  return emptyAnswer(202);
}

/** A body of `application/json` is the input, any other is a text; none at all is none. */
function readInput({ header, body }: ApiCall): { readonly json: JsonText } | 'malformed' | undefined {
  if (body === '') return undefined;
  const mediaType = header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') return { json: JSON.stringify(body) };
  return isJson(body) ? { json: body } : 'malformed';
}

/** One page of entities, by their ids. */
function answerList(call: ApiCall, name: string | undefined, entities: EntityHub): ApiAnswer {
  const query = readQuery(call.url.searchParams);
  const paging = readPaging(call, readEntityToken);
  if (paging === undefined) return errorAnswer(400, `The ${tokenHeader} is none this host has given.`);
  const { after, pageSize } = paging;
  const filter = {
    name: name?.toLowerCase(),
    lastOperationFromMs: query.timeMs('lastOperationTimeFrom'),
    lastOperationToMs: query.timeMs('lastOperationTimeTo'),
    withState: query.flag('fetchState') ?? false,
  };
  const found = entities.list(filter, after, pageSize + 1);
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  const next = found.length > pageSize && last !== undefined && { [tokenHeader]: writeEntityToken(last.id) };
  return jsonAnswer(200, page.map(entityBody), next || {});
}

function entityBody({ id, lastOperationMs, state }: StoredEntity): object {
  const { name, key } = parseEntityId(id);
  return {
    entityId: { name, key },
    lastOperationTime: new Date(lastOperationMs).toISOString(),
    ...(state !== undefined && { state: JSON.parse(state) as unknown }),
  };
}

function writeEntityToken(id: string): string {
  return Buffer.from(id).toString('base64url');
}

function readEntityToken(token: string): string | undefined {
  const id = Buffer.from(token, 'base64url').toString();
  return isEntityId(id) ? id : undefined;
}
