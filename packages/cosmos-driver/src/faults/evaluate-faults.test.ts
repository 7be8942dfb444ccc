import { describe, expect, it } from '@jest/globals';
import { evaluateFaults, type FaultScene } from './evaluate-faults.ts';
import type { FaultCondition } from './fault-condition.ts';
import { type FaultInjectionRuleBuilder, faultInjectionRule } from './fault-injection-rule.ts';

const scene: FaultScene = { operationType: 'readItem', region: 'East US', container: 'orders' };
const nowMs = Date.UTC(2026, 0, 1);

function rule(id: string, condition: FaultCondition = {}): FaultInjectionRuleBuilder {
  return faultInjectionRule(id).when(condition).result({ error: 'timeout' });
}

/** What is made of one rule, and whether it is applied. */
function verdictOn(builder: FaultInjectionRuleBuilder, asked: FaultScene = scene, random = 0.5): string {
  const { applied, evaluations } = evaluateFaults([builder.build()], asked, nowMs, random);
  expect(applied !== undefined).toBe(evaluations[0]?.kind === 'applied');
  return evaluations[0]?.kind ?? 'none';
}

describe('a fault rule', () => {
  it('without conditions is about every request', () => {
    expect(verdictOn(rule('a'))).toBe('applied');
    expect(verdictOn(rule('a'), { operationType: undefined, region: undefined, container: undefined })).toBe('applied');
  });

  it.each<[FaultCondition, string]>([
    [{ operationType: 'readItem', region: 'eastus', container: 'orders' }, 'applied'],
    [{ region: 'EAST US' }, 'applied'],
    [{ region: 'East US 2' }, 'region-mismatch'],
    [{ operationType: 'createItem', region: 'West US' }, 'operation-mismatch'],
    [{ container: 'order' }, 'container-mismatch'],
  ])('of condition %j is %s', (condition, verdict) => {
    expect(verdictOn(rule('a', condition))).toBe(verdict);
  });

  it('for a region is not about the account’s own URL', () => {
    expect(verdictOn(rule('a', { region: 'East US' }), { ...scene, region: undefined })).toBe('region-mismatch');
  });

  it('is in force from its start to just before its end', () => {
    expect(verdictOn(rule('a').startAt(new Date(nowMs)))).toBe('applied');
    expect(verdictOn(rule('a').startAt(new Date(nowMs + 1)))).toBe('before-start');
    expect(verdictOn(rule('a').endAt(new Date(nowMs + 1)))).toBe('applied');
    expect(verdictOn(rule('a').endAt(new Date(nowMs)))).toBe('after-end');
  });

  it('is applied as often as chance says', () => {
    const half = rule('a').result({ probability: 0.5 });
    expect([verdictOn(half, scene, 0.49), verdictOn(half, scene, 0.5)]).toEqual(['applied', 'probability-miss']);
    expect(verdictOn(rule('a').result({ probability: 0 }), scene, 0)).toBe('probability-miss');
  });

  it('gives way to one before it, also when chance was against that', () => {
    const rules = [
      rule('other', { operationType: 'createItem' }).build(),
      rule('first').result({ probability: 0 }).build(),
      rule('second').build(),
    ];
    const { applied, evaluations } = evaluateFaults(rules, scene, nowMs, 0.5);
    expect(applied).toBeUndefined();
    expect(evaluations).toEqual([
      { ruleId: 'other', kind: 'operation-mismatch' },
      { ruleId: 'first', kind: 'probability-miss', probability: 0 },
      { ruleId: 'second', kind: 'superseded' },
    ]);
  });
});

describe('faultInjectionRule', () => {
  it.each<[string, () => unknown]>([
    ['The id of a fault rule', () => faultInjectionRule('')],
    ['must have a result', () => faultInjectionRule('a').build()],
    ['Unknown option "host"', () => faultInjectionRule('a').when({ host: 'a' } as object)],
    ['"operationType"', () => faultInjectionRule('a').when({ operationType: 'read' } as object)],
    ['Unknown option "status"', () => faultInjectionRule('a').result({ status: 503 } as object)],
    ['"probability"', () => faultInjectionRule('a').result({ probability: Number.NaN })],
    ['"status"', () => faultInjectionRule('a').result({ response: { status: 700 } })],
    ['must have a status', () => faultInjectionRule('a').result({ response: {} } as object)],
    ['not both', () => faultInjectionRule('a').result({ error: 'timeout', response: { status: 408 } })],
    ['valid Date', () => faultInjectionRule('a').startAt(new Date(Number.NaN))],
    ['hitLimit', () => faultInjectionRule('a').hitLimit(0)],
  ])('says what is wrong: %s', (message, build) => {
    expect(build).toThrow(expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(message) }));
  });
});
