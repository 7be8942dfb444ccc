/** What is wrong with a query, as the gateway tells it. */
export interface SqlProblem {
  /** Code of the service: `SC1001` for syntax, `SC2001` for an unknown name, `SC2005` for an unknown function. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  /** First character concerned. */
  readonly start: number;
  /** The one after the last. */
  readonly end: number;
}

/** A piece of the query text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Carries a problem out of the parser and the compiler; never leaves `src/sql`. */
export class SqlProblemSignal extends Error {
  readonly problem: SqlProblem;

  constructor(code: string, message: string, { start, end }: TextRange) {
    super(message);
    this.problem = { code, message, start, end };
  }
}

/** Carries the name of something the service can do and this emulator cannot; never leaves `src/sql`. */
export class SqlFeatureSignal extends Error {
  readonly feature: string;

  constructor(feature: string) {
    super(feature);
    this.feature = feature;
  }
}

/** A syntax error at a piece of text. */
export function syntaxProblem(text: string, range: TextRange): SqlProblemSignal {
  return new SqlProblemSignal('SC1001', `Syntax error, incorrect syntax near '${text}'.`, range);
}
