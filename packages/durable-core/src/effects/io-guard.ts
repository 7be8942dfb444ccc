/**
 * Finds real work in the code of orchestrators: timers, files, sockets, processes. It would run again in every replay, and
 * nothing in history could resume who waits for it.
 *
 * A hook sees every asynchronous resource at its birth. It is on only while a turn runs, and looks only at code of orchestrators.
 * Promises and ticks are how JavaScript itself goes on; writing to standard output and error is how people look at a program.
 */
import { createHook, executionAsyncId } from 'node:async_hooks';
import { DurableError } from '../errors/durable-error.ts';
import { type OrchestratorScope, orchestratorScope } from './orchestrator-scope.ts';
import { userLine } from './user-line.ts';

const harmless: ReadonlySet<string> = new Set(['PROMISE', 'Microtask', 'AsyncResource']);
const ofOutputs: ReadonlySet<string> = new Set(['TTYWRAP', 'PIPEWRAP', 'WRITEWRAP']);

/** Where ticks of guarded code were begun: work that a library puts off to the next tick still has its user's line. */
const tickLines = new Map<number, string | undefined>();
let openTurns = 0;

const hook = createHook({
  init(asyncId, type, _triggerAsyncId, resource) {
    if (harmless.has(type)) return;
    const scope = orchestratorScope.getStore();
    if (scope === undefined || !scope.isGuarded) return;
    const line = (): string | undefined => userLine() ?? tickLines.get(executionAsyncId());
    if (type === 'TickObject') tickLines.set(asyncId, line());
    else if (!(ofOutputs.has(type) && isOutput(resource))) refuse(scope, type, line());
  },
  // Newer versions of Node need not call for promises, which are most of what there is.
  ...{ trackPromises: false },
});

/** A turn begins. */
export function openGuard(): void {
  openTurns += 1;
  if (openTurns > 1) return;
  touchOutputs();
  hook.enable();
}

/** A turn is over; every `openGuard` has its own. */
export function closeGuard(): void {
  openTurns -= 1;
  if (openTurns > 0) return;
  hook.disable();
  tickLines.clear();
}

/** Notes what the code did. @param what  The work, by the name that Node gives its resource, or the function's. */
export function refuse(scope: OrchestratorScope, what: string, line: string | undefined): DurableError {
  const where = line === undefined ? '' : ` at ${line}`;
  const error = new DurableError(
    'io-in-orchestrator',
    `The code of ${scope.subject} does real work (${what})${where}. Every replay would do it again: move it into an activity, and ` +
      'wait by ctx.sleep or ctx.createTimer.',
  );
  scope.fault ??= error;
  return error;
}

/** Standard output and error are opened by whoever looks at them first: not by an orchestrator. */
function touchOutputs(): void {
  void process.stdout;
  void process.stderr;
}

function isOutput(resource: { readonly handle?: unknown }): boolean {
  const outputs = [process.stdout, process.stderr] as unknown as { readonly _handle?: unknown }[];
  return outputs.some(({ _handle }) => _handle !== undefined && (_handle === resource || _handle === resource.handle));
}
