/** What calling an orchestrator function gave: a generator to step, a promise to wait for, or its output. */
export type StartedCode =
  | { readonly kind: 'generator'; readonly generator: Generator<unknown, unknown, unknown> }
  | { readonly kind: 'promise'; readonly promise: PromiseLike<unknown> }
  | { readonly kind: 'output'; readonly value: unknown };

/**
 * Finds out what kind of function an orchestrator is by what calling it returned. A generator's body has not run yet then.
 *
 * @throws {TypeError} for an `async function*`, which is neither.
 */
export function classifyResult(result: unknown): StartedCode {
  if (typeof result === 'object' && result !== null) {
    if (Symbol.asyncIterator in result) {
      throw new TypeError('The orchestrator is an async function*; use async or function*.');
    }
    if ('next' in result && typeof result.next === 'function' && Symbol.iterator in result) {
      return { kind: 'generator', generator: result as Generator<unknown, unknown, unknown> };
    }
    if ('then' in result && typeof result.then === 'function') {
      return { kind: 'promise', promise: result as unknown as PromiseLike<unknown> };
    }
  }
  return { kind: 'output', value: result };
}
