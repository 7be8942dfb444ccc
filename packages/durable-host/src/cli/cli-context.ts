/** What a command needs of its process. */
export interface CliContext {
  /** Takes a line of output. */
  readonly print: (line: string) => void;
  /** Takes a line for people: errors, and what goes on. */
  readonly log: (line: string) => void;
  /** The environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The script of this program, to be run again. */
  readonly program: string;
  /** The folder that relative paths begin at. */
  readonly folder: string;
  /** The time now, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Reads standard input to its end. */
  readonly readInput: () => Promise<string>;
  /** Resolves when a command that runs on shall end in order. Commands that do not ask are ended by a signal at once. */
  readonly untilStopped: () => Promise<unknown>;
}
