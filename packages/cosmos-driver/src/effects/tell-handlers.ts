import { describeError } from '../diagnostics/attempt-record.ts';
import type { DiagnosticsHandler } from '../diagnostics/diagnostics-handler.ts';
import type { OperationReport } from '../diagnostics/operation-report.ts';
import { isCosmosError } from '../errors/cosmos-error.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { AccountTopology } from '../routing/account-topology.ts';
import { consistencyLevel } from '../session/read-consistency.ts';

/** Waits for an operation, tells the handlers how it ended, and passes that on. Of the end of a feed nobody is told. */
export type TellHandlers = <T extends CosmosResponse | undefined>(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  carryingOut: Promise<T>,
) => Promise<T>;

/** What handlers are told by. */
export interface HandlerPorts {
  /** Scheme, host and port of the account's URL. */
  readonly endpoint: string;
  /** Who asks. */
  readonly identity: Pick<OperationReport, 'clientId' | 'userAgent'>;
  /** The account as it is known now. */
  readonly topology: () => AccountTopology;
  readonly nowMs: () => number;
  /** Tells whoever operates the program of a handler that failed, once for each. */
  readonly warn: (message: string) => void;
}

/** What is told of one operation alone. */
type OperationEnd = Pick<OperationReport, 'operation' | 'diagnostics' | 'status' | 'response' | 'error'>;

/**
 * Tells handlers of operations, in their order.
 *
 * @returns `undefined` when there are no handlers, so that operations cost nothing.
 */
export function tellHandlers(handlers: readonly DiagnosticsHandler[], ports: HandlerPorts): TellHandlers | undefined {
  if (handlers.length === 0) return undefined;
  const failed = new Set<DiagnosticsHandler>();

  function tell(ended: OperationEnd, options: ResolvedOperationOptions): void {
    const { endpoint, identity, topology, nowMs } = ports;
    const report: OperationReport = Object.freeze({
      ...ended,
      endpoint,
      ...identity,
      consistencyLevel: consistencyLevel(ended.operation, options, topology()),
      endedAtMs: nowMs(),
    });
    for (const handler of handlers) {
      const fail = (error: unknown): void => {
        if (!failed.has(handler)) ports.warn(`A diagnostics handler failed: ${describeError(error)}`);
        failed.add(handler);
      };
      try {
        const handling: unknown = handler.handle(report);
        // An async function is a handler, too. Nobody waits for it, and its rejection must not end the process.
        if (handling instanceof Promise) handling.catch(fail);
      } catch (error) {
        fail(error);
      }
    }
  }

  return async (operation, options, carryingOut) => {
    try {
      const response = await carryingOut;
      if (response !== undefined) {
        const { diagnostics, status } = response;
        tell({ operation, diagnostics, status, response, error: undefined }, options);
      }
      return response;
    } catch (error) {
      if (isCosmosError(error)) {
        const { diagnostics, status } = error;
        tell({ operation, diagnostics, status, response: undefined, error }, options);
      }
      throw error;
    }
  };
}

/** Tells handlers that a driver was made. @returns What to call when it is closed; more calls do nothing. */
export function tellOfDriver(
  handlers: readonly DiagnosticsHandler[],
  { endpoint, warn }: Pick<HandlerPorts, 'endpoint' | 'warn'>,
): () => void {
  const attempt = (call: () => (() => void) | undefined): (() => void) | undefined => {
    try {
      return call();
    } catch (error) {
      warn(`A diagnostics handler failed: ${describeError(error)}`);
      return undefined;
    }
  };
  let closings = handlers.flatMap((handler) => attempt(() => handler.driverCreated?.(endpoint)) ?? []);
  return () => {
    const due = closings;
    closings = [];
    for (const closing of due) {
      attempt(() => {
        closing();
        return undefined;
      });
    }
  };
}
