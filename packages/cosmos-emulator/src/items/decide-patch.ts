import { subStatuses } from '@perdura/cosmos-protocol';
import { refusedWriteCharge } from '../charging/request-charge.ts';
import type { Container } from '../containers/container.ts';
import { applyPatch } from '../patching/apply-patch.ts';
import type { PatchSpecification } from '../patching/patch-specification.ts';
import { prepareCondition } from '../patching/prepare-condition.ts';
import { refuseProtectedPaths } from '../patching/refuse-protected-paths.ts';
import type { JsonObject } from '../requests/json-object.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { refuseWrongTtl } from '../time-to-live/time-to-live.ts';
import type { StoredItem } from './stored-item.ts';

/** The content of an item after a patch; refused with 412/1110 when its condition does not hold, 400 when it does not fit the item. */
export function decidePatch(
  { operations, condition }: PatchSpecification,
  { document }: StoredItem,
  { document: properties, keyPaths }: Container,
  nowMs: number,
): JsonObject | Refusal {
  const isProtected = refuseProtectedPaths(operations, keyPaths);
  if (isProtected !== undefined) return isProtected;
  if (condition !== undefined) {
    const holds = prepareCondition(condition, properties, nowMs);
    if (isRefusal(holds)) return holds;
    if (!holds(document)) return refuse(412, conditionNotMet, conditionNotMetDetails);
  }
  const patched = applyPatch(document, operations);
  if (patched.kind === 'problem') return refuse(400, patched.message, { requestCharge: refusedWriteCharge });
  const wrongTtl = refuseWrongTtl(patched.document.ttl);
  // Found only after the item was read and changed, as what does not fit it.
  return wrongTtl === undefined ? patched.document : { ...wrongTtl, requestCharge: refusedWriteCharge };
}

const conditionNotMet = 'One of the specified pre-condition is not met.';
const conditionNotMetDetails = {
  subStatus: subStatuses.patchConditionNotMet,
  requestCharge: refusedWriteCharge,
} as const;
