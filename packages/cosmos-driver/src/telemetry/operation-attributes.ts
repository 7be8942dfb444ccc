import type { Attributes } from '@opentelemetry/api';
import type { AttemptRecord } from '../diagnostics/attempt-record.ts';
import type { OperationReport } from '../diagnostics/operation-report.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';

/** Database and container that an operation is about; `undefined` where it is about neither. */
export interface OperationTarget {
  readonly namespace: string | undefined;
  readonly collection: string | undefined;
}

/** What an operation is about. */
export function operationTarget({ resource }: CosmosOperation): OperationTarget {
  switch (resource.kind) {
    case 'database':
      return { namespace: resource.id, collection: undefined };
    case 'container':
      return { namespace: resource.database.id, collection: resource.id };
    case 'containers':
      return { namespace: resource.database.id, collection: undefined };
    case 'throughput':
      return resource.of.kind === 'database'
        ? { namespace: resource.of.id, collection: undefined }
        : { namespace: resource.of.database.id, collection: resource.of.id };
    case 'item':
    case 'items':
    case 'logical-partition':
    case 'partition-key-ranges':
      return { namespace: resource.container.database.id, collection: resource.container.id };
    default:
      return { namespace: undefined, collection: undefined };
  }
}

/**
 * What spans and metrics of an operation have in common: few values each.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/database/database-metrics/
 */
export function commonAttributes({ operation, endpoint, diagnostics, status, error }: OperationReport): Attributes {
  const { namespace, collection } = operationTarget(operation);
  return stated({
    'db.system.name': 'azure.cosmosdb',
    'db.operation.name': diagnostics.operationName,
    'db.namespace': namespace,
    'db.collection.name': collection,
    'db.response.status_code': status && String(status.code),
    'azure.cosmosdb.response.sub_status_code': status?.subStatus || undefined,
    'error.type': error && (status === undefined ? error.code : String(status.code)),
    ...serverAttributes(endpoint),
  });
}

/** What the span of an operation says. @see https://opentelemetry.io/docs/specs/semconv/database/cosmosdb/ */
export function operationAttributes(report: OperationReport): Attributes {
  const { operation, diagnostics } = report;
  const regions = diagnostics.regionsContacted;
  return stated({
    ...commonAttributes(report),
    'azure.client.id': report.clientId,
    'azure.cosmosdb.connection.mode': 'gateway',
    'azure.cosmosdb.consistency.level': report.consistencyLevel,
    'azure.cosmosdb.operation.contacted_regions': regions.length > 0 ? [...regions] : undefined,
    'azure.cosmosdb.operation.request_charge': diagnostics.totalRequestCharge,
    'azure.cosmosdb.request.body.size': operation.body?.byteLength,
    'azure.resource_provider.namespace': 'Microsoft.DocumentDB',
    'db.operation.batch.size': batchSize(operation),
    'db.response.returned_rows': returnedRows(report),
    'user_agent.original': report.userAgent,
  });
}

/** A batch of one is none: the conventions never say 1. */
function batchSize({ details }: CosmosOperation): number | undefined {
  if (details?.kind !== 'batch' && details?.kind !== 'bulk') return undefined;
  const { length } = details.kind === 'batch' ? details.operations : details.rows;
  return length > 1 ? length : undefined;
}

/** What the span of one attempt says. */
export function attemptAttributes(attempt: AttemptRecord): Attributes {
  const { status, subStatus, region } = attempt;
  return stated({
    'db.system.name': 'azure.cosmosdb',
    'db.operation.name': attempt.operationName,
    'db.response.status_code': status === undefined ? undefined : String(status),
    'azure.cosmosdb.response.sub_status_code': subStatus || undefined,
    'azure.cosmosdb.operation.contacted_regions': region === undefined ? undefined : [region],
    'azure.cosmosdb.operation.request_charge': attempt.requestCharge,
    'azure.service.request.id': attempt.activityId,
    'perdura.cosmosdb.execution_context': attempt.executionContext,
    'error.type': attemptErrorType(attempt),
    ...serverAttributes(attempt.endpoint),
  });
}

/** How an attempt failed, as one word; `undefined` when it did not. 304 is what `ifNoneMatch` asks for. */
export function attemptErrorType({ status, timedOut }: AttemptRecord): string | undefined {
  if (status === undefined) return timedOut ? 'timeout' : 'transport-failed';
  return status >= 400 ? String(status) : undefined;
}

/** How many resources a page holds, or results a bulk; `undefined` for everything else. */
export function returnedRows({ response }: OperationReport): number | undefined {
  return response?.body.kind === 'items' ? response.body.items.length : undefined;
}

/** The port is said where it is not that of `https`. */
export function serverAttributes(endpoint: string): Attributes {
  const { hostname, port, protocol } = new URL(endpoint);
  const usualPort = protocol === 'https:' ? undefined : 80;
  return stated({ 'server.address': hostname, 'server.port': port === '' ? usualPort : Number(port) });
}

/** Without attributes that have no value: those would make series of their own. */
function stated(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
