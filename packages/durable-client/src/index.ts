export type { CallOptions } from './arguments/check-call-options.ts';
export { DurableClient, type DurableClientOptions, type WaitOptions } from './durable-client.ts';
export {
  DurableClientError,
  type DurableClientErrorCode,
  type DurableClientErrorDetails,
  isDurableClientError,
} from './durable-client-error.ts';
export type { Clock } from './effects/clock.ts';
export type { FetchFunction } from './effects/send-request.ts';
export type {
  DurableClientBinding,
  DurableClientCreationUrls,
  DurableClientManagementUrls,
} from './hub/durable-client-binding.ts';
export type { HubAddress } from './hub/hub-address.ts';
export type { HistoryEntry } from './operations/history-entry.ts';
export type { StatusFilter, StatusPage } from './operations/list-statuses.ts';
export type { OrchestrationStatus } from './operations/orchestration-status.ts';
export type { PurgeResult } from './operations/purge-history.ts';
export type { StatusDetail } from './operations/query-status.ts';
export type { RuntimeStatus } from './operations/runtime-status.ts';
export type { StatusQuery } from './operations/status-query.ts';
export type {
  OrchestrationReference,
  StartArguments,
  StartDefinitionOptions,
  StartOptions,
} from './orchestration-reference.ts';
