import { stopMessage, type WatchMessage } from './watch-message.ts';

/** The process that watches this one. */
export interface WatchingProcess {
  tell(message: WatchMessage): void;
  /** Resolves when it wants this process to end, or has ended itself. */
  readonly stopped: Promise<void>;
}

/** Connects to the process that has forked this one to watch it. */
export function watchingProcess(): WatchingProcess {
  return {
    tell: (message) => {
      // It may just have ended: nobody needs to know then.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    stopped: new Promise((resolve) => {
      process.once('disconnect', resolve);
      process.on('message', (message) => {
        if (message === stopMessage) resolve();
      });
    }),
  };
}
