import { normalizeRegion } from '../routing/endpoint.ts';
import type { FaultEvaluation, FaultVerdict } from './fault-evaluation.ts';
import type { FaultInjectionRule } from './fault-injection-rule.ts';
import type { FaultOperationType } from './fault-operation-type.ts';

/** What rules are asked about: one request, on its way to one endpoint. */
export interface FaultScene {
  /** `undefined` for the probe of an endpoint, which is for no operation. */
  readonly operationType: FaultOperationType | undefined;
  /** The region that was chosen; `undefined` for the account's own URL. */
  readonly region: string | undefined;
  /** Id of the container that the request is about. */
  readonly container: string | undefined;
}

/** What the rules came to. */
export interface FaultsFound<Rule extends FaultInjectionRule> {
  /** The rule that the request meets. */
  readonly applied: Rule | undefined;
  /** What was made of each rule, in their order. */
  readonly evaluations: readonly FaultEvaluation[];
}

/**
 * Asks every rule about a request. The first that is in force and matches is the one, even when chance then lets the request
 * through.
 *
 * @param nowMs  Milliseconds since 1970.
 * @param random  From 0 to just below 1.
 */
export function evaluateFaults<Rule extends FaultInjectionRule>(
  rules: readonly Rule[],
  scene: FaultScene,
  nowMs: number,
  random: number,
): FaultsFound<Rule> {
  let isTaken = false;
  let applied: Rule | undefined;
  const evaluations = rules.map((rule): FaultEvaluation => {
    const verdict = whyNot(rule, scene, nowMs) ?? (isTaken ? superseded : chance(rule, random));
    if (verdict.kind === 'applied') applied = rule;
    isTaken ||= verdict.kind === 'applied' || verdict.kind === 'probability-miss';
    return Object.freeze({ ruleId: rule.id, ...verdict });
  });
  return { applied, evaluations: Object.freeze(evaluations) };
}

const superseded: FaultVerdict = { kind: 'superseded' };

/** Why a rule is not about a request; `undefined` when it is. */
function whyNot(
  { enabled, startAtMs, endAtMs, hitLimit, hitCount, condition }: FaultInjectionRule,
  { operationType, region, container }: FaultScene,
  nowMs: number,
): FaultVerdict | undefined {
  if (!enabled) return { kind: 'disabled' };
  if (startAtMs !== undefined && nowMs < startAtMs) return { kind: 'before-start' };
  if (endAtMs !== undefined && nowMs >= endAtMs) return { kind: 'after-end' };
  if (hitLimit !== undefined && hitCount >= hitLimit) return { kind: 'hit-limit-reached', hitLimit };
  if (differs(condition.operationType, operationType)) return { kind: 'operation-mismatch' };
  const asked = region === undefined ? undefined : normalizeRegion(region);
  if (condition.region !== undefined && normalizeRegion(condition.region) !== asked) return { kind: 'region-mismatch' };
  return differs(condition.container, container) ? { kind: 'container-mismatch' } : undefined;
}

function differs(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted !== undefined && wanted !== actual;
}

function chance({ result: { probability = 1 } }: FaultInjectionRule, random: number): FaultVerdict {
  return random < probability ? { kind: 'applied' } : { kind: 'probability-miss', probability };
}
