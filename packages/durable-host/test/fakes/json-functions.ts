import type { InvocationEnd, JsonFunction } from '@perdura/durable-host';

/** What an orchestrator written by hand looks at. */
export interface Payload {
  readonly history: readonly { readonly EventType: number; readonly Name?: string; readonly Result?: string | null }[];
  readonly input: unknown;
  readonly instanceId: string;
}

/** An orchestrator of no library: gets the payload, returns what it answers; what it throws is the message it fails with. */
export function jsonOrchestration(name: string, answer: (payload: Payload) => unknown): JsonFunction {
  return jsonFunction('orchestration', name, (trigger) => answer(JSON.parse(trigger ?? '')));
}

/** An activity of no library. */
export function jsonActivity(name: string, run: (input: unknown) => unknown): JsonFunction {
  return jsonFunction('activity', name, (trigger) => run(trigger === undefined ? undefined : JSON.parse(trigger)));
}

function jsonFunction(
  kind: JsonFunction['kind'],
  name: string,
  run: (trigger: string | undefined) => unknown,
): JsonFunction {
  const invoke = async (trigger: string | undefined): Promise<InvocationEnd> => {
    try {
      const value = await run(trigger);
      const json = typeof value === 'string' ? value : JSON.stringify(value);
      return { kind: 'returned', ...(json !== undefined && { json }) };
    } catch (error) {
      if (error instanceof Error) return { kind: 'threw', message: error.message };
      throw error;
    }
  };
  return { kind, protocol: 'json', name, invoke };
}
