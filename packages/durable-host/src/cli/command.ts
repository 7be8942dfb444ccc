import type { CliContext } from './cli-context.ts';

/** An option of a command. */
export interface Flag {
  /** What stands for its value in the help; absent for one that is on or off. */
  readonly value?: string;
  /** What it does, in one line. */
  readonly help: string;
  /** Whether it is left out of the help. */
  readonly isHidden?: true;
}

/** What the command line says to one command. */
export interface CommandCall {
  /** The arguments that are no options, as many as the command takes. */
  readonly positionals: readonly string[];
  /** The value of an option; `undefined` when it was not given. */
  text(flag: string): string | undefined;
  /** Whether an option without a value was given. */
  has(flag: string): boolean;
}

/** A command of the command line. */
export interface Command {
  /** What it is called by. */
  readonly name: string;
  /** Its arguments as the help writes them: `<id>` must be there, `[json]` may be. */
  readonly positionals: readonly string[];
  /** What it does, in one line. */
  readonly summary: string;
  /** More lines for its own help. */
  readonly details?: readonly string[];
  /** Its options by name, without the dashes. */
  readonly flags: Readonly<Record<string, Flag>>;
  /**
   * Does it.
   *
   * @throws {TypeError} when the command line was wrong; nothing was done then.
   * @throws when it failed.
   */
  run(call: CommandCall, context: CliContext): Promise<void>;
}
