import { type FieldDetails, field, type OptionField } from '../options/option-field.ts';
import type { OperationReport } from './operation-report.ts';

/** Is told of every operation that ends, well or not. */
export interface DiagnosticsHandler {
  /**
   * Called once for each operation, and for each page of a feed, before the caller gets its answer: so it should be quick. What it
   * throws, or what the promise of an async function rejects with, reaches no caller; the first time a warning says so.
   */
  handle(report: OperationReport): void;
  /**
   * Called when a driver was made.
   *
   * @param endpoint  Scheme, host and port of the account's URL.
   * @returns What to call when the driver is closed, or nothing.
   */
  driverCreated?(endpoint: string): (() => void) | undefined;
}

/** Handlers, as an option. */
export function handlersField(details: FieldDetails): OptionField {
  return field(
    'an array of handlers, objects with a function handle',
    (value) => Array.isArray(value) && value.every(isHandler),
    details,
  );
}

function isHandler(value: unknown): value is DiagnosticsHandler {
  return typeof (value as DiagnosticsHandler | null | undefined)?.handle === 'function';
}
