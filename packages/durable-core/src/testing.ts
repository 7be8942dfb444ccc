export { type ReplayReport, replayHistory } from './replay-history.ts';
export { History, history, type StartedDetails } from './testing/history-builder.ts';
export {
  type ActivityCallRecord,
  type AnyEntity,
  type AnyFunction,
  type FakeActivity,
  TestHub,
  type TestHubOptions,
} from './testing/test-hub.ts';
export type { TestInstance } from './testing/test-instance.ts';
