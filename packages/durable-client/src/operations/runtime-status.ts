import * as z from 'zod/mini';

/**
 * Where an instance stands. `Completed`, `Failed`, `Terminated` and `Canceled` are final.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-instance-management
 */
export type RuntimeStatus =
  | 'Pending'
  | 'Running'
  | 'Suspended'
  | 'ContinuedAsNew'
  | 'Completed'
  | 'Failed'
  | 'Terminated'
  | 'Canceled';

/** Every status, for checking what comes in. */
export const runtimeStatuses: readonly RuntimeStatus[] = [
  'Pending',
  'Running',
  'Suspended',
  'ContinuedAsNew',
  'Completed',
  'Failed',
  'Terminated',
  'Canceled',
];

/** Checks a status on the wire. */
export const runtimeStatusSchema: z.ZodMiniType<RuntimeStatus> = z.enum(runtimeStatuses);

/** Tells whether an instance of this status has come to its end. */
export function isFinal(status: RuntimeStatus): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Terminated' || status === 'Canceled';
}
