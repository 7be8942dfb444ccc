import type { Question } from './page-state.ts';
import type { FormValues } from './vnode.ts';

/** A request to the HTTP API; the path is relative to its base. */
export interface ApiRequest {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
}

/** Makes the request of an answered question, or says what is wrong with the answer. */
export function questionRequest(question: Question, values: FormValues): ApiRequest | { readonly problem: string } {
  const input = (values.input ?? '').trim();
  const problem = problemOf(question, values, input);
  if (problem !== undefined) return { problem };
  const body = input === '' ? {} : { body: input };
  const segment = encodeURIComponent;
  switch (question.kind) {
    case 'start': {
      const id = (values.id ?? '').trim();
      return {
        method: 'POST',
        path: `orchestrators/${segment(values.name ?? '')}${id === '' ? '' : `/${segment(id)}`}`,
        ...body,
      };
    }
    case 'raise':
      return {
        ...instance(question.id, `raiseEvent/${segment((values.event ?? '').trim())}`),
        body: input === '' ? 'null' : input,
      };
    case 'suspend':
    case 'resume':
    case 'rewind':
    case 'terminate': {
      const query = new URLSearchParams({ reason: values.reason ?? '', ...recursive(values) });
      return instance(question.id, `${question.kind}?${query}`);
    }
    case 'restart':
      return instance(question.id, `restart?restartWithNewInstanceId=${values.same === undefined}`);
    case 'purge': {
      const query = new URLSearchParams(recursive(values));
      return { method: 'DELETE', path: `instances/${segment(question.id)}${query.size === 0 ? '' : `?${query}`}` };
    }
    case 'signal':
      return {
        method: 'POST',
        path: `${entity(question.name, question.key)}?op=${segment((values.operation ?? '').trim())}`,
        ...body,
      };
    case 'delete-entity':
      return { method: 'DELETE', path: entity(question.name, question.key) };
  }
}

/** The path of an entity; an empty key is written `$`. */
export function entity(name: string, key: string): string {
  return `entities/${encodeURIComponent(name)}/${key === '' ? '$' : encodeURIComponent(key)}`;
}

function instance(id: string, action: string): ApiRequest {
  return { method: 'POST', path: `instances/${encodeURIComponent(id)}/${action}` };
}

function recursive(values: FormValues): Record<string, string> {
  return values.recursive === undefined ? {} : { recursive: 'true' };
}

function problemOf({ kind }: Question, values: FormValues, input: string): string | undefined {
  const needed = { start: 'name', raise: 'event', signal: 'operation' }[kind as string];
  if (needed !== undefined && (values[needed] ?? '').trim() === '')
    return `Please give the ${needed === 'name' ? 'orchestration' : `name of the ${needed}`}.`;
  if (input === '') return undefined;
  try {
    JSON.parse(input);
    return undefined;
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
