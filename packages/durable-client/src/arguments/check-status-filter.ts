import type { StatusFilter } from '../operations/list-statuses.ts';
import { runtimeStatuses } from '../operations/runtime-status.ts';
import { type CallOptions, checkBooleans, checkCallOptions, checkNumber } from './check-call-options.ts';
import { describeValue } from './check-options.ts';
import { checkText } from './check-text.ts';

const owner = 'queryStatuses';

const filterNames: readonly string[] = [
  'createdTimeFrom',
  'createdTimeTo',
  'runtimeStatuses',
  'instanceIdPrefix',
  'showInput',
  'pageSize',
  'continuationToken',
];

/**
 * Checks a filter here, because the extension passes over what it cannot read and would answer with everything.
 *
 * @throws {TypeError} naming the member.
 */
export function checkStatusFilter(filter: StatusFilter & CallOptions): void {
  checkCallOptions(filter, filterNames, owner);
  checkBooleans({ showInput: filter.showInput }, owner);
  checkDate(filter.createdTimeFrom, 'createdTimeFrom');
  checkDate(filter.createdTimeTo, 'createdTimeTo');
  if (filter.instanceIdPrefix !== undefined) checkText(filter.instanceIdPrefix, 'instanceIdPrefix');
  if (filter.continuationToken !== undefined) checkText(filter.continuationToken, 'continuationToken');
  checkNumber(filter.pageSize, 1, 'pageSize', owner);
  if (filter.pageSize !== undefined && !Number.isInteger(filter.pageSize)) {
    throw new TypeError(`${owner}: pageSize must be a whole number, got ${filter.pageSize}.`);
  }
  checkStatuses(filter.runtimeStatuses);
}

function checkDate(value: unknown, name: string): void {
  if (value === undefined) return;
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) {
    const got = value instanceof Date ? 'an invalid Date' : describeValue(value);
    throw new TypeError(`${owner}: ${name} must be a valid Date, got ${got}.`);
  }
}

function checkStatuses(values: unknown): void {
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
