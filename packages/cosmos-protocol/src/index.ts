export { fingerprint } from './hashing/fingerprint.ts';
export { splitHashSpace } from './hashing/split-hash-space.ts';
export {
  canonicalEffectivePartitionKey,
  compareEffectivePartitionKeys,
} from './partition-key/compare-effective-partition-keys.ts';
export { effectivePartitionKey } from './partition-key/effective-partition-key.ts';
export { nextEffectivePartitionKey } from './partition-key/next-effective-partition-key.ts';
export {
  createPartitionKeyDefinition,
  type PartitionKeyDefinition,
  type PartitionKeyKind,
  readPartitionKeyDefinition,
} from './partition-key/partition-key-definition.ts';
export { decodePartitionKeyHeader, encodePartitionKeyHeader } from './partition-key/partition-key-header.ts';
export { parsePartitionKeyPath, valueAtPartitionKeyPath } from './partition-key/partition-key-path.ts';
export { isPartitionKeyValue, type PartitionKeyValue } from './partition-key/partition-key-value.ts';
export { decodeResourceId, encodeResourceId, type ResourceId } from './resource-id/resource-id.ts';
export {
  formatSessionTokenValue,
  parseSessionTokenValue,
  type SessionTokenValue,
} from './session/session-token-value.ts';
export { type StringToSignParts, stringToSign } from './signing/string-to-sign.ts';
export { headerNames } from './wire/header-names.ts';
export { operationKinds } from './wire/operation-kinds.ts';
export { statusName } from './wire/status-name.ts';
export { subStatuses } from './wire/sub-statuses.ts';
