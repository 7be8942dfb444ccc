/**
 * Id of an instance that, for the compiler, knows what its orchestration takes and returns. At run time it is the text
 * alone, and every text may stand for one: `const id: InstanceId<Order, Receipt> = 'order-17'`.
 */
export type InstanceId<Input = unknown, Output = unknown> = string & {
  /** Never there at run time. */
  readonly '~types'?: { readonly input: Input; readonly output: Output };
};
