import { operationKinds } from '@perdura/cosmos-protocol';
import { checkOptions } from '../options/check-options.ts';
import { type FieldsOf, textField, wordField } from '../options/option-field.ts';
import type { FaultOperationType } from './fault-operation-type.ts';

/** Which requests a fault is about; every property given must match, none matches all of them. */
export interface FaultCondition {
  /** What the request is for. Without it, a rule is also about the probes that ask whether a region is back. */
  readonly operationType?: FaultOperationType | undefined;
  /** Name of the region that the driver has chosen, in any spelling; never the host. The account's own URL is in no region. */
  readonly region?: string | undefined;
  /** Id of the container that the request is about. */
  readonly container?: string | undefined;
}

const conditionFields: FieldsOf<FaultCondition> = {
  operationType: wordField(operationKinds),
  region: textField('the name of a region', /\S/),
  container: textField('the id of a container', /\S/),
};

/** @throws {TypeError} naming what is wrong. */
export function checkFaultCondition(condition: unknown): asserts condition is FaultCondition {
  checkOptions('condition of a fault', condition, conditionFields);
}
