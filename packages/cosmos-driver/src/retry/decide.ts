import type { Attempt, Rule, Verdict } from './decision.ts';
import { deferEffects } from './defer-effects.ts';
import { partitionServed } from './partition-effects.ts';
import { batchUnclear } from './rules/batch-unclear.ts';
import { containerReplaced } from './rules/container-replaced.ts';
import { credentialRefused } from './rules/credential-refused.ts';
import { hubRefused } from './rules/hub-refused.ts';
import { partitionMoved } from './rules/partition-moved.ts';
import { retryWith } from './rules/retry-with.ts';
import { serverUnwell } from './rules/server-unwell.ts';
import { sessionBehind } from './rules/session-behind.ts';
import { succeeded } from './rules/succeeded.ts';
import { throttled } from './rules/throttled.ts';
import { topologyMoved } from './rules/topology-moved.ts';
import { unreachable } from './rules/unreachable.ts';
import { fail } from './verdicts.ts';

/** What may come of an attempt, and what to do about it. The first rule that answers wins. */
const rules: readonly Rule[] = [
  batchUnclear, //   207 after an attempt that may have been applied → failure
  succeeded, //      2xx, 304                        → the answer
  credentialRefused, // 401                          → ask the credential again, once
  throttled, //      429, except 3092                → wait, same region
  retryWith, //      449                             → wait a little, same region
  hubRefused, //     403/3 where only the hub may answer → read the account again, or ask around
  topologyMoved, //  403/3, 403/1008                 → read the account again, go where it says
  sessionBehind, //  404/1002                        → ask the write region
  containerReplaced, // 410/1000, 404/1003, 400/1024, 400/1001 → look the container up again
  partitionMoved, // 410/1002, 410/1007, 410/1008    → wait, same region
  serverUnwell, //   408, 410, 429/3092, 5xx         → another region
  unreachable, //    no answer                       → another region
];

/**
 * Decides what follows an attempt: the answer, one more attempt, or failure. Reads only; what was learned is in `effects`.
 *
 * What no rule is about is definitive: 400, 401 after that, 404, 409, 412, 501, an aborted or closed operation, a credential that fails.
 * A wait that would outlast the deadline is not begun.
 *
 * @returns The decision, and the effects to be applied before anything else is done.
 */
export function decide(attempt: Attempt): Verdict {
  for (const rule of rules) {
    const verdict = rule(attempt);
    if (verdict !== undefined) return deferEffects(attempt, withinDeadline(attempt, verdict));
  }
  return deferEffects(attempt, fail(attempt, attempt.outcome.kind === 'response' ? partitionServed(attempt) : []));
}

function withinDeadline(attempt: Attempt, verdict: Verdict): Verdict {
  const { decision, effects } = verdict;
  if (decision.kind !== 'retry' || decision.delayMs < attempt.remainingMs) return verdict;
  const retry = decision.next;
  return fail({ ...attempt, retry, outcome: { kind: 'interrupted', by: 'deadline', inFlight: false } }, effects);
}
