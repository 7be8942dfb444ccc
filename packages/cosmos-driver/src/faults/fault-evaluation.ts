/** What an attempt made of one fault rule. */
export type FaultEvaluation = {
  /** The rule. */
  readonly ruleId: string;
} & FaultVerdict;

/**
 * Why a rule was applied or not: the first reason in this order.
 *
 * - `disabled`, `before-start`, `after-end`, `hit-limit-reached`: it is not in force
 * - `operation-mismatch`, `region-mismatch`, `container-mismatch`: it is about other requests
 * - `superseded`: a rule before it was about this request, too
 * - `probability-miss`: it was about this request, but chance was against it
 */
export type FaultVerdict =
  | {
      readonly kind:
        | 'applied'
        | 'disabled'
        | 'before-start'
        | 'after-end'
        | 'operation-mismatch'
        | 'region-mismatch'
        | 'container-mismatch'
        | 'superseded';
    }
  | { readonly kind: 'hit-limit-reached'; readonly hitLimit: number }
  | { readonly kind: 'probability-miss'; readonly probability: number };
