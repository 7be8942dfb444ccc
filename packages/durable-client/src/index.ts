export type { CallOptions } from './arguments/check-call-options.ts';
export type { DurableClientOptions } from './client-options.ts';
export { DurableClient } from './durable-client.ts';
export {
  DurableClientError,
  type DurableClientErrorCode,
  type DurableClientErrorDetails,
  isDurableClientError,
} from './durable-client-error.ts';
export type { Clock } from './effects/clock.ts';
export type { FetchFunction } from './effects/send-request.ts';
export type { EntityReference, OperationArguments, OperationInput } from './entity-reference.ts';
export type {
  DurableClientBinding,
  DurableClientCreationUrls,
  DurableClientManagementUrls,
} from './hub/durable-client-binding.ts';
export type { HubAddress } from './hub/hub-address.ts';
export type { HubName } from './hub/urls-for-hub.ts';
export type { InstanceId } from './instance-id.ts';
export type { JsonResponse } from './links/json-response.ts';
export type { HttpManagementPayload, LinkOptions } from './links/management-payload.ts';
export type { RequestLike } from './links/request-origin.ts';
export type { EntityId } from './operations/entity-id.ts';
export type { HistoryEntry, HistoryEventType } from './operations/history-entry.ts';
export type { EntityFilter, EntityListing, EntityPage } from './operations/list-entities.ts';
export type { StatusFilter, StatusPage } from './operations/list-statuses.ts';
export type {
  CompletedStatus,
  InstanceStatus,
  OrchestrationStatus,
  OtherStatus,
} from './operations/orchestration-status.ts';
export type { Page, PagedQuery } from './operations/paged-query.ts';
export type { PurgeFilter, PurgeResult } from './operations/purge-history.ts';
export type { StatusDetail } from './operations/query-status.ts';
export type { EntitySnapshot } from './operations/read-entity.ts';
export type { RestartDetail } from './operations/restart-instance.ts';
export type { RuntimeStatus } from './operations/runtime-status.ts';
export type { TraceContext } from './operations/trace-context.ts';
export type { TreeOptions } from './operations/tree-options.ts';
export type {
  OrchestrationReference,
  StartArguments,
  StartDefinitionOptions,
  StartOptions,
} from './orchestration-reference.ts';
export type { WaitOptions } from './wait-options.ts';
