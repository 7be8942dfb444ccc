import { policiesOf } from '../queries/policies-of.ts';
import type { JsonObject } from '../requests/json-object.ts';
import { type Refusal, refuse, refuseAsNotImplemented } from '../responses/answer.ts';
import { prepareQuery } from '../sql/prepare-query.ts';

const noParameters: ReadonlyMap<string, unknown> = new Map();

/** A condition is a query without its first clause. */
const projection = 'SELECT VALUE 1 ';

/**
 * Compiles the condition of a patch, `FROM c WHERE …`, to whether it holds for a document.
 *
 * Refused with 400 when it is none: nothing but `FROM`, `JOIN` and `WHERE` may stand there.
 *
 * @param container  The container's document, whose computed properties a condition may name.
 */
export function prepareCondition(
  condition: string,
  container: JsonObject,
  nowMs: number,
): ((document: JsonObject) => boolean) | Refusal {
  const policies = policiesOf(container);
  const settings = { parameters: noParameters, policies, nowMs, random: Math.random };
  const prepared = prepareQuery(projection + condition, settings);
  switch (prepared.kind) {
    case 'query': {
      const { compiled } = prepared;
      if (!compiled.isStreaming) return refuse(400, `${invalidCondition} It must be FROM … WHERE … and nothing else.`);
      return (document) => compiled.run([document]).length > 0;
    }
    case 'unimplemented':
      return refuseAsNotImplemented(prepared.feature);
    case 'problem': {
      const { code, message } = prepared.problem;
      return refuse(400, `${invalidCondition} ${code}: ${message}`);
    }
  }
}

const invalidCondition = 'Invalid patch request: the condition is invalid.';
