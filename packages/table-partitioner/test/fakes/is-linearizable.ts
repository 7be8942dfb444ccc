/** One operation on a row, when it began and ended, and what it answered. */
export interface RowEvent {
  readonly kind: 'get' | 'create' | 'update' | 'upsert' | 'delete';
  /** What it wrote. */
  readonly written?: number | undefined;
  /** What it answered: a value or `undefined` of a get, else whether it was done; `'either'` for a delete that may say both. */
  readonly answer: number | boolean | 'either' | undefined;
  readonly beganAt: number;
  readonly endedAt: number;
}

/**
 * Whether operations that overlapped could have happened one after the other, in an order that respects which ended before
 * another began, with the answers they gave and this value at the end.
 *
 * Tries every order: for few operations only.
 */
export function isLinearizable(
  events: readonly RowEvent[],
  initial: number | undefined,
  final: number | undefined,
): boolean {
  if (events.length === 0) return initial === final;
  return events.some((event) => {
    const others = events.filter((other) => other !== event);
    if (others.some((other) => other.endedAt < event.beganAt)) return false;
    const { isPossible, after } = apply(event, initial);
    return isPossible && isLinearizable(others, after, final);
  });
}

/** What an operation makes of a row, and whether it can have answered so. */
function apply(
  { kind, written, answer }: RowEvent,
  value: number | undefined,
): { readonly isPossible: boolean; readonly after: number | undefined } {
  const isThere = value !== undefined;
  switch (kind) {
    case 'get':
      return { isPossible: answer === value, after: value };
    case 'create':
      return { isPossible: answer === !isThere, after: answer === true ? written : value };
    case 'update':
      return { isPossible: answer === isThere, after: answer === true ? written : value };
    case 'upsert':
      return { isPossible: answer === true, after: written };
    case 'delete':
      return { isPossible: answer === 'either' || answer === isThere, after: undefined };
  }
}
