import { CountedFaultRule } from './fault-injection-rule.ts';

/**
 * Refuses what are no fault rules, and two of one id.
 *
 * @throws {TypeError}
 */
export function checkFaultRules(rules: unknown): asserts rules is readonly CountedFaultRule[] {
  if (!Array.isArray(rules)) throw new TypeError('Option "faultInjectionRules" must be an array of rules.');
  const ids = new Set<string>();
  for (const rule of rules) {
    if (!(rule instanceof CountedFaultRule)) {
      throw new TypeError('The faultInjectionRules must be made by faultInjectionRule(id).');
    }
    if (ids.has(rule.id)) throw new TypeError(`There are two fault rules "${rule.id}".`);
    ids.add(rule.id);
  }
}
