/**
 * The token of one driver, and the only thing that asks for it.
 *
 * 1. A token is used until it expires; who asks while there is one does not wait.
 * 2. It is asked for once at a time, by all who need it.
 * 3. Shortly before it expires a new one is asked for, beside the requests; when that fails, the present one goes on.
 * 4. A credential that does not answer in time has failed, for all who wait; who needs a token next asks it again.
 * 5. A token that the service has refused is never given out again, unless the credential answers it again.
 */
import { defaults } from '../options/defaults.ts';
import type { AccessToken } from '../signing/credential.ts';
import { type TokenTimes, tokenTimes } from '../signing/token-times.ts';
import type { Clock } from './clock.ts';

/** A driver's token. */
export interface TokenCell {
  /** The token, at once where that is possible. Rejects with what the credential throws. */
  token(): string | Promise<string>;
  /** Forgets a token that the service has refused; any other stays. */
  refuse(token: string): void;
  /** Ends what is asked now. */
  close(): void;
}

/** What a token cell is made of. */
export interface TokenCellOptions extends Pick<Clock, 'nowMs' | 'startTimer'> {
  /** Asks the credential. */
  readonly fetchToken: (abortSignal: AbortSignal) => Promise<AccessToken>;
  /** A random number from 0 to just below 1. */
  readonly random: () => number;
}

/** Makes a cell without a token. */
export function createTokenCell({ fetchToken, nowMs, random, startTimer }: TokenCellOptions): TokenCell {
  let current: ({ readonly token: string } & TokenTimes) | undefined;
  let fetching: Promise<string> | undefined;
  let stop: (reason: Error) => void = () => undefined;

  function fetch(): Promise<string> {
    fetching ??= fetchInTime()
      .then((answer) => {
        current = { token: answer.token, ...tokenTimes(answer, nowMs(), random()) };
        return answer.token;
      })
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  }

  function fetchInTime(): Promise<AccessToken> {
    const { fetchTimeoutMs } = defaults.accessToken;
    const controller = new AbortController();
    return new Promise<AccessToken>((resolve, reject) => {
      stop = (reason) => {
        cancel();
        controller.abort(reason);
        reject(reason);
      };
      const cancel = startTimer(fetchTimeoutMs, () => {
        stop(new Error(`The tokenCredential gave no token within ${fetchTimeoutMs} ms.`));
      });
      fetchToken(controller.signal).then(resolve, reject).finally(cancel);
    });
  }

  function refreshEarly(present: { readonly token: string } & TokenTimes): string {
    const nextMs = nowMs() + defaults.accessToken.minRefreshIntervalMs;
    fetch().catch(() => {
      // The token is good for some minutes more; who needs one after that is told what the credential says then.
      if (current === present) current = { ...present, refreshAtMs: nextMs };
    });
    return present.token;
  }

  return {
    token() {
      if (current === undefined || nowMs() >= current.unusableAtMs) return fetch();
      return nowMs() >= current.refreshAtMs && fetching === undefined ? refreshEarly(current) : current.token;
    },
    refuse(token) {
      if (current?.token === token) current = undefined;
    },
    close() {
      stop(new Error('The driver was closed.'));
    },
  };
}
