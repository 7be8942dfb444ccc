/** How the service words that a token, or the date of a signature, does not hold now. */
export function validityMessage(startsAtMs: number, expiresAtMs: number, nowMs: number): string {
  const [start, expiry, now] = [startsAtMs, expiresAtMs, nowMs].map((timeMs) => new Date(timeMs).toUTCString());
  return `The authorization token is not valid at the current time. Please create another token and retry (token start time: ${start}, token expiry time: ${expiry}, current server time: ${now}).`;
}
