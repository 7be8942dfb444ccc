/** Taken once, so that a patched global (fake timers) cannot stall a turn. */
const scheduleImmediate: (callback: () => void) => unknown = setImmediate;

/** Resolves when every promise reaction and `process.nextTick` callback queued so far, and all that follow from them, have run. */
export function drainMacrotask(): Promise<void> {
  return new Promise((resolve) => {
    scheduleImmediate(resolve);
  });
}
