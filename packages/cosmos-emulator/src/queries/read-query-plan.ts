import { headerNames } from '@perdura/cosmos-protocol';
import { metadataReadCharge } from '../charging/request-charge.ts';
import { containerHeaders } from '../containers/container-headers.ts';
import { findContainer } from '../containers/find-container.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { replyWithJson } from '../responses/json-reply.ts';
import { keyRangesOf } from './key-ranges.ts';
import { featuresOf, planQuery } from './plan-query.ts';
import { policiesOf } from './policies-of.ts';
import { readQuery } from './read-query.ts';
import { refuseUnplannable } from './refuse-unplannable.ts';

/** `POST /dbs/{database}/colls/{container}/docs` with `x-ms-cosmos-is-query-plan-request: True`. */
export function readQueryPlan(operation: Operation): Answer {
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const requested = readQuery(operation, policiesOf(container.document));
  if (isRefusal(requested)) return requested;
  const { query, parameters } = requested;
  const unplannable = refuseUnplannable(query);
  if (unplannable !== undefined) return unplannable;
  const plan = planQuery(query, parameters, keyRangesOf(query, parameters, container.definition, container.keyPaths));

  const supported = operation.request.headers[headerNames.supportedQueryFeatures]
    ?.split(',')
    .map((name) => name.trim());
  const missing = featuresOf(query, plan).filter((feature) => supported?.includes(feature) === false);
  if (missing.length > 0) {
    return refuse(400, `Query contained ${missing.join(', ')}, which the calling client does not support.`);
  }
  return replyWithJson(200, plan, metadataReadCharge, containerHeaders(container, operation.region));
}
