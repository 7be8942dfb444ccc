/** Where operations come from. */
export interface OperationSource<Operation> {
  /** The next one; at once where the input is no async iterable. */
  next(): IteratorResult<Operation, unknown> | Promise<IteratorResult<Operation, unknown>>;
  /** Tells the input that no more is wanted. Does not wait for an input that is busy. */
  close(): Promise<void>;
}

/** @throws {TypeError} when it is neither iterable nor async iterable. */
export function requireOperations(operations: unknown): void {
  const given = operations as Partial<AsyncIterable<unknown> & Iterable<unknown>> | null | undefined;
  if (
    typeof given !== 'object' ||
    given === null ||
    (typeof given[Symbol.asyncIterator] !== 'function' && typeof given[Symbol.iterator] !== 'function')
  ) {
    throw new TypeError('The operations of a bulk must be an iterable or an async iterable.');
  }
}

/** Opens an input. */
export function openSource<Operation>(
  operations: Iterable<Operation> | AsyncIterable<Operation>,
): OperationSource<Operation> {
  const iterator: Iterator<Operation> | AsyncIterator<Operation> =
    Symbol.asyncIterator in operations ? operations[Symbol.asyncIterator]() : operations[Symbol.iterator]();
  let isBusy = false;
  let isOver = false;
  const noteEnd = (result: IteratorResult<Operation, unknown>): IteratorResult<Operation, unknown> => {
    isOver ||= result.done === true;
    return result;
  };
  return {
    next() {
      try {
        const result = iterator.next();
        if (!(result instanceof Promise)) return noteEnd(result as IteratorResult<Operation, unknown>);
        isBusy = true;
        return result.then(
          (settled) => {
            isBusy = false;
            return noteEnd(settled);
          },
          (error: unknown) => {
            isOver = true;
            throw error;
          },
        );
      } catch (error) {
        isOver = true;
        throw error;
      }
    },
    async close() {
      if (isOver) return;
      isOver = true;
      const closing = iterator.return?.();
      // A generator that waits for something of its own gets the news when it goes on.
      if (isBusy) void Promise.resolve(closing).catch(() => undefined);
      else await closing;
    },
  };
}
