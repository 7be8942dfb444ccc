import { isJsonObject } from '../requests/json-object.ts';
import type { Operation } from '../requests/operation.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { isRefusal, type Refusal, refuse, refuseAsNotImplemented } from '../responses/answer.ts';
import type { Query } from '../sql/ast.ts';
import type { CompiledQuery } from '../sql/compile-query.ts';
import { prepareQuery } from '../sql/prepare-query.ts';
import { noPolicies, type QueryPolicies } from '../sql/query-policies.ts';

/** The query of a request, ready to run. */
export interface RequestedQuery {
  readonly query: Query;
  readonly compiled: CompiledQuery;
  /** Parameters by name, `@` included. */
  readonly parameters: ReadonlyMap<string, unknown>;
}

/**
 * Reads the query of a request: `{ query, parameters? }`; refused with 400 as the gateway does, or with 501.
 *
 * @param policies  What the container's definition adds. (default nothing, as for databases and containers)
 */
export function readQuery(
  { request, nowMs }: Operation,
  policies: QueryPolicies = noPolicies,
): RequestedQuery | Refusal {
  const body = readJsonBody(request);
  if (isRefusal(body)) return body;
  const { query: text, parameters: list = [] } = body;
  if (typeof text !== 'string' || !Array.isArray(list)) return refuse(400, invalidSpecification);
  const parameters = new Map<string, unknown>();
  for (const parameter of list) {
    if (!isJsonObject(parameter) || typeof parameter.name !== 'string') return refuse(400, invalidSpecification);
    parameters.set(parameter.name, parameter.value);
  }

  const prepared = prepareQuery(text, { parameters, nowMs, random: Math.random, policies });
  switch (prepared.kind) {
    case 'query':
      return { query: prepared.query, compiled: prepared.compiled, parameters };
    case 'unimplemented':
      return refuseAsNotImplemented(prepared.feature);
    case 'problem': {
      const { code, message, start, end } = prepared.problem;
      const errors = [{ severity: 'Error', location: { start, end }, code, message }];
      return refuse(400, message, { messageJson: JSON.stringify({ errors }) });
    }
  }
}

const invalidSpecification =
  "The input content is invalid because the required properties - 'query; ' - are missing or not of the right type.";
