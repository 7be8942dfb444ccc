/** A reference to an orchestration by its name; `'~types'` exists for the compiler only. */
export interface Orchestration<I = unknown, O = unknown> {
  readonly kind: 'orchestration';
  /** The name clients and other orchestrations start it by. */
  readonly name: string;
  /** Never present at run time: carries the types of input and output. */
  readonly '~types'?: { readonly input: I; readonly output: O };
}
