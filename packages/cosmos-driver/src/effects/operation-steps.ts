/**
 * The requests of one operation that takes several.
 *
 * 1. They share the deadline of the operation and the caller's signal.
 * 2. Their attempts are the operation's: on its response, and on every error, in order.
 */

import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError, type CosmosErrorDetails, isCosmosError } from '../errors/cosmos-error.ts';
import { errorFromOutcome, invalidResponse } from '../errors/error-from-outcome.ts';
import { errorWith } from '../errors/error-with.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { beginFrame, interruption } from './operation-run.ts';

/** Carries out steps one after the other, and collects what they did. */
export interface OperationSteps {
  /**
   * Carries out one step.
   *
   * @param name  What its attempts are called in the diagnostics. (default: the step's own name)
   * @throws {CosmosError} with the attempts of all steps so far.
   */
  execute(step: CosmosOperation, name?: string): Promise<CosmosResponse>;
  /** Waits, unless the operation must stop. @throws {CosmosError} when it must. */
  pause(delayMs: number): Promise<void>;
  /**
   * Reads what a step was answered.
   *
   * @throws {CosmosError} `invalid-response` when `parse` throws.
   */
  read<T>(step: CosmosOperation, parse: () => T): T;
  /** A step's response as that of the operation. */
  complete(response: CosmosResponse): CosmosResponse;
  /** An error of the operation, with the attempts of all steps so far. */
  failure(message: string, details: CosmosErrorDetails): CosmosError;
}

/** Begins an operation that takes several requests. */
export function beginSteps(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  scope: ExecutionScope,
  signal: AbortSignal | undefined,
): OperationSteps {
  const frame = beginFrame(operation, options, signal, scope);
  const { alarms, clock } = scope;
  const made: CosmosDiagnostics[] = [];

  const diagnostics = (): CosmosDiagnostics =>
    new CosmosDiagnostics(frame.activityId, frame.name, made, clock.elapsedMs() - frame.startedAtMs, scope.diagnostics);

  return {
    async execute(step, name) {
      const endToEndTimeoutMs = frame.deadlineMs - clock.elapsedMs();
      try {
        const response = await execute(step, { ...options, endToEndTimeoutMs }, scope, signal, name);
        made.push(response.diagnostics);
        return response;
      } catch (error) {
        if (!isCosmosError(error)) throw error;
        made.push(error.diagnostics);
        throw errorWith(error, { diagnostics: diagnostics() });
      }
    },

    async pause(delayMs) {
      await alarms.pause(Math.min(delayMs, frame.deadlineMs - clock.elapsedMs()), signal);
      const outcome = interruption(frame, scope);
      if (outcome === undefined) return;
      throw errorFromOutcome({ operation, outcome, diagnostics: diagnostics(), mayHaveBeenApplied: false });
    },

    read(step, parse) {
      try {
        return parse();
      } catch (error) {
        throw invalidResponse(step, diagnostics(), error);
      }
    },

    complete: (response) => ({ ...response, diagnostics: diagnostics() }),
    failure: (message, details) => new CosmosError(message, { ...details, diagnostics: diagnostics() }),
  };
}
