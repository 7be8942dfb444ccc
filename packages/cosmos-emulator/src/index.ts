export type { ConsistencyLevel } from './account/consistency-level.ts';
export type { AadOptions } from './authorization/aad-options.ts';
export type { ResourceTokenMode } from './authorization/resource-grant.ts';
export type { EmulatorControl } from './control/emulator-control.ts';
export type { FaultControl, InjectedFault, SessionNotAvailableOptions } from './control/fault-control.ts';
export type { ContainerName } from './control/find-controlled-container.ts';
export type { IssueResourceTokenOptions } from './control/issue-resource-token.ts';
export type { MergePartitionsOptions } from './control/merge-partitions.ts';
export type { PartitionWriteRegionOptions } from './control/move-partition-writes.ts';
export type { AddRegionOptions, RegionControl } from './control/region-control.ts';
export type { SplitPartitionOptions } from './control/split-partition.ts';
export { createEmulator, type EmulatedAccount } from './create-emulator.ts';
export type { AccountData, ContainerData, DatabaseData, ThroughputData } from './data/account-data.ts';
export { EmulatorError, type EmulatorErrorCode, isEmulatorError } from './errors/emulator-error.ts';
export type { DelayFault, FaultCondition, FaultResult, FaultRule, TimeoutFault } from './faults/fault-rule.ts';
export type { FaultOperationType } from './faults/operation-type.ts';
export type {
  ConnectionResetFailure,
  RegionFailure,
  StatusFailure,
  UnreachableFailure,
} from './faults/region-failure.ts';
export type { Clock } from './options/clock.ts';
export type { EmulatorOptions, WriteMode } from './options/emulator-options.ts';
export type { Replication } from './options/replication-delay.ts';
export type { LostWrite } from './regions/lost-write.ts';
export type { EmulatorRequest, EmulatorResponse, EmulatorTransport } from './serving/in-process-transport.ts';
export type { EmulatorServer } from './serving/listen.ts';
export type { ListenOptions, TlsIdentity } from './serving/listen-options.ts';
export type { RequestObserver, RequestRecord } from './serving/request-record.ts';
