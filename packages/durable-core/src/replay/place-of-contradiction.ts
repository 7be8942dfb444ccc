import { describeCall } from '../tasks/call.ts';
import type { Contradiction } from './contradiction.ts';
import type { Ledger } from './ledger.ts';

/**
 * Where the code made the call that contradicts history, in words; where it made none, its latest call.
 *
 * A stack trace per call would cost more than the call, so nobody keeps lines until history is contradicted. Then the code runs once
 * more with lines kept.
 *
 * @param ledger  The replay that met the contradiction.
 * @param traced  The same replay with lines kept. Code that is not deterministic may have done something else: then there is no line.
 */
export function placeOfContradiction({ event }: Contradiction, ledger: Ledger, traced: Ledger): string | undefined {
  const made = ledger.steps.byId[event.id];
  const again = traced.steps.byId[event.id];
  if (made === undefined) {
    const latest = traced.steps.asked.at(-1);
    const line = latest && traced.callLines?.get(latest.entry);
    return line ? `its latest call is ${describeCall(latest.call)} at ${line}` : undefined;
  }
  if (again === undefined || describeCall(again.call) !== describeCall(made.call)) return undefined;
  const line = traced.callLines?.get(again.entry);
  return line ? `at ${line}` : undefined;
}
