import { type OrchestrationDefinition, runOrchestration } from '@perdura/durable-core';
import { failureMessage } from '@perdura/durable-core/protocol';
import type { JsonFunction } from '@perdura/durable-host';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** One of our orchestrations behind the JSON protocol, without a worker in between. */
export function jsonDefinition(definition: OrchestrationDefinition<never, unknown>): JsonFunction {
  return {
    kind: 'orchestration',
    protocol: 'json',
    name: definition.name,
    async invoke(trigger) {
      const { kind, state } = await runOrchestration(definition, trigger, { log: silent });
      if (kind === 'result') return { kind: 'returned', json: JSON.stringify(state) };
      return { kind: 'threw', message: failureMessage(state) };
    },
  };
}
