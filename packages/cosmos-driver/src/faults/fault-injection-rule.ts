import { copyOptions } from '../options/copy-options.ts';
import { checkFaultCondition, type FaultCondition } from './fault-condition.ts';
import { checkFaultResult, type FaultResult } from './fault-result.ts';

/** Makes some requests of a driver go wrong. It may be given to several drivers, and counts for all of them together. */
export interface FaultInjectionRule {
  /** Tells it from the other rules of a driver, also in diagnostics. */
  readonly id: string;
  /** Which requests it is about. */
  readonly condition: FaultCondition;
  /** What becomes of them. */
  readonly result: FaultResult;
  /** From when on it is in force, in milliseconds since 1970. (default: always) */
  readonly startAtMs: number | undefined;
  /** From when on it is no longer in force, in milliseconds since 1970. (default: never) */
  readonly endAtMs: number | undefined;
  /** To how many requests it is applied at most. (default: to all) */
  readonly hitLimit: number | undefined;
  /** Whether it is switched on. */
  readonly enabled: boolean;
  /** How many requests it was applied to. An operation that is repeated counts once for every attempt. */
  readonly hitCount: number;
  /** Switches it on, for requests to come. */
  enable(): void;
  /** Switches it off, for requests to come. */
  disable(): void;
}

/** Puts a rule together. Each method answers the builder itself. */
export interface FaultInjectionRuleBuilder {
  /** Which requests it is about. (default: all) @throws {TypeError} for conditions that do not exist. */
  when(condition: FaultCondition): FaultInjectionRuleBuilder;
  /** What becomes of them; required. @throws {TypeError} for results that do not exist. */
  result(result: FaultResult): FaultInjectionRuleBuilder;
  /** From when on it is in force. (default: always) */
  startAt(time: Date): FaultInjectionRuleBuilder;
  /** From when on it is no longer in force. (default: never) */
  endAt(time: Date): FaultInjectionRuleBuilder;
  /** To how many requests it is applied at most, an integer from 1. (default: to all) */
  hitLimit(count: number): FaultInjectionRuleBuilder;
  /** The rule, switched on. @throws {TypeError} without a result. */
  build(): FaultInjectionRule;
}

/** What a rule is made of. */
interface RuleParts extends Pick<FaultInjectionRule, 'condition' | 'startAtMs' | 'endAtMs' | 'hitLimit'> {
  readonly result: FaultResult | undefined;
}

/** A rule as drivers see it: they count its hits. */
export class CountedFaultRule implements FaultInjectionRule {
  readonly id: string;
  readonly condition: FaultCondition;
  readonly result: FaultResult;
  readonly startAtMs: number | undefined;
  readonly endAtMs: number | undefined;
  readonly hitLimit: number | undefined;
  #enabled = true;
  #hitCount = 0;

  constructor(id: string, parts: RuleParts & { readonly result: FaultResult }) {
    this.id = id;
    this.condition = parts.condition;
    this.result = parts.result;
    this.startAtMs = parts.startAtMs;
    this.endAtMs = parts.endAtMs;
    this.hitLimit = parts.hitLimit;
    Object.freeze(this);
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  get hitCount(): number {
    return this.#hitCount;
  }

  enable(): void {
    this.#enabled = true;
  }

  disable(): void {
    this.#enabled = false;
  }

  /** Counts one request that the rule was applied to. */
  countHit(): void {
    this.#hitCount++;
  }
}

/**
 * Begins a rule that makes requests go wrong, for tests of what a program does then:
 * `faultInjectionRule('slow-east').when({ region: 'East US' }).result({ delayMs: 800 }).build()`.
 *
 * @param id  Tells it from the other rules of a driver.
 * @throws {TypeError} when the id is empty.
 */
export function faultInjectionRule(id: string): FaultInjectionRuleBuilder {
  if (typeof id !== 'string' || id === '') throw new TypeError('The id of a fault rule must be a non-empty string.');
  let parts: RuleParts = {
    condition: {},
    result: undefined,
    startAtMs: undefined,
    endAtMs: undefined,
    hitLimit: undefined,
  };
  const builder: FaultInjectionRuleBuilder = {
    when(condition) {
      checkFaultCondition(condition);
      parts = { ...parts, condition: copyOptions(condition) };
      return builder;
    },
    result(result) {
      checkFaultResult(result);
      parts = { ...parts, result: copyOptions(result) };
      return builder;
    },
    startAt(time) {
      parts = { ...parts, startAtMs: timeOf('startAt', time) };
      return builder;
    },
    endAt(time) {
      parts = { ...parts, endAtMs: timeOf('endAt', time) };
      return builder;
    },
    hitLimit(count) {
      if (!Number.isInteger(count) || count < 1) {
        throw new TypeError('The hitLimit of a fault rule must be an integer from 1.');
      }
      parts = { ...parts, hitLimit: count };
      return builder;
    },
    build() {
      const { result } = parts;
      if (result === undefined) throw new TypeError(`The fault rule "${id}" must have a result.`);
      return new CountedFaultRule(id, { ...parts, result });
    },
  };
  return builder;
}

function timeOf(method: string, time: unknown): number {
  if (time instanceof Date && !Number.isNaN(time.getTime())) return time.getTime();
  throw new TypeError(`The ${method} of a fault rule must be a valid Date.`);
}
