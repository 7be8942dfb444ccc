import { keepSurroundings } from '../effects/surround-code.ts';
import { DurableError } from '../errors/durable-error.ts';
import type { Ledger } from '../replay/ledger.ts';
import { buildEventWait } from './build-call.ts';
import { catchInListeners } from './catch-in-listeners.ts';

/** The event that asks an instance to come to an end; its data is `{ reason }`, a text, or nothing. */
const cancelEventName = 'perdura.cancel';

/**
 * The signal of an execution. Waits for the event that cancels it from now on; one that has come before cancels it now.
 *
 * The signal is aborted first, then what was open before rejects with its reason: what a listener asks for is not taken back. What a
 * listener throws fails the instance, unless its code throws itself.
 *
 * @param subject  Who runs, for the message: `Orchestration 'ship' (instance 'order-17')`.
 */
export function createCancelSignal(ledger: Ledger, subject: string): AbortSignal {
  const controller = new AbortController();
  catchInListeners(controller.signal);
  const runInside = keepSurroundings();
  const wait = ledger.addCall(buildEventWait(cancelEventName));
  ledger.schedule(wait);
  ledger.whenSettled(wait, () => {
    const data = wait.outcome?.status === 'fulfilled' ? wait.outcome.value : undefined;
    const reason = reasonIn(data);
    const error = new DurableError(
      'cancelled',
      `${subject} was cancelled${reason === undefined ? '.' : `: ${reason}`}`,
    );
    ledger.cancelOpen(error, () => runInside(() => controller.abort(error)));
  });
  return controller.signal;
}

function reasonIn(data: unknown): string | undefined {
  const reason = typeof data === 'object' && data !== null && 'reason' in data ? data.reason : data;
  return typeof reason === 'string' && reason.trim() !== '' ? reason : undefined;
}
