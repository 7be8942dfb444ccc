import { format } from 'node:util';
import type { Logger } from '@perdura/durable-core';

/** A logger that hands on text, as `console` would format it. */
export function logLines(log: (text: string) => void): Logger {
  const write = (...given: readonly unknown[]): void => log(format(...given));
  return { debug: write, info: write, warn: write, error: write };
}
