import { statSync } from 'node:fs';

/** What tells one state of a file from another: when it was written and how long it is, or that it is not there. */
export type SourceStamp = string;

/** The present stamp of a file. */
export function sourceStamp(file: string): SourceStamp {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 'missing' : `${found.mtimeMs} ${found.size}`;
}
