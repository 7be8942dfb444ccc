export type { ConsistencyLevel } from './account/consistency-level.ts';
export { createEmulator, type EmulatedAccount, type EmulatorControl } from './create-emulator.ts';
export { EmulatorError, type EmulatorErrorCode, isEmulatorError } from './errors/emulator-error.ts';
export type {
  ConnectionResetFailure,
  RegionFailure,
  StatusFailure,
  UnreachableFailure,
} from './faults/region-failure.ts';
export type { Clock } from './options/clock.ts';
export type { EmulatorOptions, WriteMode } from './options/emulator-options.ts';
export type { EmulatorRequest, EmulatorResponse, EmulatorTransport } from './serving/in-process-transport.ts';
export type { EmulatorServer, ListenOptions } from './serving/listen.ts';
