import type { SourceStamp } from './source-stamp.ts';

/** What a watched host tells the process that watches it. */
export type WatchMessage =
  | { readonly kind: 'source-loaded'; readonly file: string; readonly stamp: SourceStamp }
  | { readonly kind: 'listening'; readonly port: number };

/** What the process that watches tells its host. It is no signal: one from the terminal reaches both of them. */
export const stopMessage = 'stop';

/** Functions of users may send messages as well: those are none of ours. */
export function isWatchMessage(message: unknown): message is WatchMessage {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return message.kind === 'source-loaded' || message.kind === 'listening';
}
