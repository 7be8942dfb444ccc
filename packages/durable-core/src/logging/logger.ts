/** Where `log` of orchestrators and activities goes; the global `console` fits. */
export interface Logger {
  /** Details for whoever looks for a fault. */
  debug(message: string, ...data: readonly unknown[]): void;
  /** What normally happens. */
  info(message: string, ...data: readonly unknown[]): void;
  /** What is unusual but handled. */
  warn(message: string, ...data: readonly unknown[]): void;
  /** What went wrong. */
  error(message: string, ...data: readonly unknown[]): void;
}
