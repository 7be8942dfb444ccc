import { checkEntityName } from '../operations/entity-id.ts';
import type { EntityFilter } from '../operations/list-entities.ts';
import type { StatusFilter } from '../operations/list-statuses.ts';
import type { PurgeFilter } from '../operations/purge-history.ts';
import { runtimeStatuses } from '../operations/runtime-status.ts';
import type { TreeOptions } from '../operations/tree-options.ts';
import { type CallOptions, checkBooleans, checkCallOptions, checkNumber } from './check-call-options.ts';
import { checkDates } from './check-dates.ts';
import { checkText } from './check-text.ts';

// Filters are checked here, because the extension passes over what it cannot read and would answer with everything.

/** Checks the filter of `queryStatuses`. @throws {TypeError} naming the member. */
export function checkStatusFilter(filter: StatusFilter & CallOptions): void {
  const owner = 'queryStatuses';
  const { createdTimeFrom, createdTimeTo, instanceIdPrefix, showInput } = filter ?? {};
  const known = ['createdTimeFrom', 'createdTimeTo', 'runtimeStatuses', 'instanceIdPrefix', 'showInput'];
  checkCallOptions(filter, [...known, ...pagingNames], owner);
  checkBooleans({ showInput }, owner);
  checkDates({ createdTimeFrom, createdTimeTo }, owner);
  if (instanceIdPrefix !== undefined) checkText(instanceIdPrefix, 'instanceIdPrefix');
  checkPaging(filter, owner);
  checkStatuses(filter.runtimeStatuses, owner);
}

/** Checks the filter of `listEntities`. @throws {TypeError} naming the member. */
export function checkEntityFilter(filter: EntityFilter & CallOptions): void {
  const owner = 'listEntities';
  const { entity, lastOperationTimeFrom, lastOperationTimeTo, fetchState } = filter ?? {};
  const known = ['entity', 'lastOperationTimeFrom', 'lastOperationTimeTo', 'fetchState'];
  checkCallOptions(filter, [...known, ...pagingNames], owner);
  checkBooleans({ fetchState }, owner);
  if (entity !== undefined) checkEntityName(typeof entity === 'object' ? entity?.name : entity);
  checkDates({ lastOperationTimeFrom, lastOperationTimeTo }, owner);
  checkPaging(filter, owner);
}

/** Checks the filter of `purgeHistories`. @throws {TypeError} naming the member. */
export function checkPurgeFilter(filter: PurgeFilter & TreeOptions & CallOptions): void {
  const owner = 'purgeHistories';
  const { createdTimeFrom, createdTimeTo, runtimeStatuses, recursive } = filter ?? {};
  checkCallOptions(filter, ['createdTimeFrom', 'createdTimeTo', 'runtimeStatuses', 'recursive'], owner);
  checkBooleans({ recursive }, owner);
  if (createdTimeFrom === undefined) throw new TypeError(`${owner}: createdTimeFrom is required.`);
  checkDates({ createdTimeFrom, createdTimeTo }, owner);
  checkStatuses(runtimeStatuses, owner);
}

const pagingNames: readonly string[] = ['pageSize', 'continuationToken'];

function checkPaging(filter: Pick<StatusFilter, 'pageSize' | 'continuationToken'>, owner: string): void {
  const { pageSize, continuationToken } = filter;
  if (continuationToken !== undefined) checkText(continuationToken, 'continuationToken');
  checkNumber(pageSize, 1, 'pageSize', owner);
  if (pageSize !== undefined && !Number.isInteger(pageSize)) {
    throw new TypeError(`${owner}: pageSize must be a whole number, got ${pageSize}.`);
  }
}

function checkStatuses(values: unknown, owner: string): void {
  if (values === undefined) return;
  if (!Array.isArray(values) || values.length === 0) {
    throw new TypeError(`${owner}: runtimeStatuses must be a list of at least one status.`);
  }
  const known: readonly unknown[] = runtimeStatuses;
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined) {
    throw new TypeError(`${owner}: unknown status '${String(unknown)}'. Known: ${runtimeStatuses.join(', ')}.`);
  }
}
