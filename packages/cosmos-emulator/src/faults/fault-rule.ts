import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';
import { type FaultOperationType, operationTypes } from './operation-type.ts';
import { type RegionFailure, requireRegionFailure } from './region-failure.ts';

/** What `injectFault` takes: which requests go wrong, how, and how often. */
export interface FaultRule {
  /** Which requests it is about; every property given must match. (default all) */
  readonly when?: FaultCondition;
  /** What becomes of them. */
  readonly result: FaultResult;
  /** How many requests it is about, an integer from 1 on. (default all) */
  readonly hitLimit?: number;
  /** How likely each of them goes wrong, above 0 and up to 1. (default `1`) */
  readonly probability?: number;
}

/** Which requests a fault is about. */
export interface FaultCondition {
  /** Name of the region that is asked. */
  readonly region?: string;
  /** Kind of the operation. */
  readonly operationType?: FaultOperationType;
  /** Id of the container, whether the request names it by id or by resource id. */
  readonly container?: string;
}

/**
 * What becomes of a request that meets a fault: as with a region that fails, or
 *
 * - `timeout`: the request arrives and is never answered; nothing is done.
 * - `delay`: it is done and answered later, by the machine's clock.
 *
 * Only whole regions can be `unreachable`: a port does not know the request before the connection.
 */
export type FaultResult = RegionFailure | TimeoutFault | DelayFault;

/** Requests are never answered. */
export interface TimeoutFault {
  readonly kind: 'timeout';
}

/** Requests are done and answered later. */
export interface DelayFault {
  readonly kind: 'delay';
  /** How much later, in milliseconds. */
  readonly delayMs: number;
}

const ruleOptions = new Set(['when', 'result', 'hitLimit', 'probability']);
const conditionOptions = new Set(['region', 'operationType', 'container']);

/**
 * Checks what `injectFault` was given.
 *
 * @throws {TypeError} for unknown properties and values out of range.
 */
export function requireFaultRule(rule: FaultRule): FaultRule {
  refuseUnknownOptions('injectFault', rule, ruleOptions);
  const { when = {}, result, hitLimit, probability } = rule;
  refuseUnknownOptions('when', when, conditionOptions);
  const { region, operationType, container } = when;
  if (operationType !== undefined && !operationTypes.includes(operationType)) {
    throw new TypeError(`operationType must be one of ${operationTypes.join(', ')}.`);
  }
  if (container !== undefined && (typeof container !== 'string' || container === '')) {
    throw new TypeError('container must be the id of a container.');
  }
  if (region !== undefined && typeof region !== 'string') throw new TypeError('region must be the name of a region.');
  if (hitLimit !== undefined && (!Number.isInteger(hitLimit) || hitLimit < 1)) {
    throw new TypeError('hitLimit must be an integer from 1 on.');
  }
  if (probability !== undefined && !(typeof probability === 'number' && probability > 0 && probability <= 1)) {
    throw new TypeError('probability must be a number above 0 and up to 1.');
  }
  requireResult(result);
  const isLimited = [operationType, container, hitLimit, probability].some((value) => value !== undefined);
  if (result.kind === 'unreachable' && isLimited) {
    throw new TypeError('Only a whole region can be unreachable: leave out everything but when.region.');
  }
  return rule;
}

function requireResult(result: FaultResult): void {
  switch (result?.kind) {
    case 'timeout':
      refuseUnknownOptions('result', result, new Set(['kind']));
      return;
    case 'delay':
      refuseUnknownOptions('result', result, new Set(['kind', 'delayMs']));
      if (typeof result.delayMs === 'number' && result.delayMs >= 0 && result.delayMs <= maxDelayMs) return;
      throw new TypeError(`delayMs must be a number of milliseconds from 0 to ${maxDelayMs}.`);
    default:
      requireRegionFailure(result);
  }
}

/** What a timer can wait. */
const maxDelayMs = 2 ** 31 - 1;
