/** How long a piece of work takes. */
export interface Order {
  /** In turns of the event loop. */
  readonly turns: number;
}

/** An activity that fails so many times with a key before each time it does not. */
export function attempts(): (key: string, failures: number) => string {
  const tried = new Map<string, number>();
  return (key, failures) => {
    const attempt = (tried.get(key) ?? 0) + 1;
    tried.set(key, attempt % (failures + 1));
    if (attempt <= failures) throw new Error('not yet');
    return 'at last';
  };
}

/** An activity that refuses large amounts. */
export function declined(amount: number): string {
  if (amount > 100) throw new RangeError('card declined');
  return `charged ${amount}`;
}

/** An activity that does real work; with no turns it never ends. */
export async function slowly({ turns }: Order): Promise<string> {
  if (turns === 0) await new Promise(() => {});
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return 'done';
}
