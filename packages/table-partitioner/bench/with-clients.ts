import type { ChildProcess } from 'node:child_process';
import { nextMessage, startChild } from '@perdura/bench';
import type { WorkFigures, WorkOrder } from './work-process.ts';

/** Has a client work, and waits for its figures. */
export type Work<Name extends string> = (name: Name, order: WorkOrder) => Promise<WorkFigures>;

/**
 * Starts clients, each in a process of its own, and ends them when the work is done.
 *
 * @param clients  Modules that call `serveWork`; they are given the parameters.
 */
export async function withClients<Name extends string>(
  clients: Readonly<Record<Name, string>>,
  parameters: readonly string[],
  use: (work: Work<Name>) => Promise<void>,
): Promise<void> {
  const processes = new Map<string, ChildProcess>();
  try {
    for (const [name, file] of Object.entries<string>(clients)) {
      const child = startChild(new URL(file, import.meta.url), parameters, 'inherit');
      processes.set(name, child);
      await nextMessage(child);
    }
    await use(async (name, order) => {
      const child = processes.get(name);
      if (child === undefined) throw new Error(`There is no client ${name}.`);
      const answered = nextMessage<WorkFigures>(child);
      child.send(order);
      return answered;
    });
  } finally {
    for (const child of processes.values()) if (child.connected) child.disconnect();
  }
}
