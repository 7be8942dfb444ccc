import type { Query } from './ast.ts';
import { SqlProblemSignal, syntaxProblem } from './sql-problem.ts';
import type { Token } from './tokenize.ts';

/**
 * As many operators as a query may chain, and as deep as it may nest: beyond, the service gives up too.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#sql-query-limits
 */
const maxChained = 2000;
const maxDepth = 100;

/** Walks over the tokens of one query; lives as long as its parsing. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  /** Parses a query in parentheses; passed in, because expressions and queries contain each other. */
  readonly parseSubquery: (cursor: TokenCursor) => Query;
  #index = 0;
  #chained = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], parseSubquery: (cursor: TokenCursor) => Query) {
    this.#tokens = tokens;
    this.parseSubquery = parseSubquery;
  }

  /** The token at the cursor, or one further on. */
  peek(ahead = 0): Token {
    const token = this.#tokens[this.#index + ahead] ?? this.#tokens.at(-1);
    if (token === undefined) throw new RangeError('Tokens always have an end.');
    return token;
  }

  /** Takes the token at the cursor. */
  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#index += 1;
    return token;
  }

  /** Whether the keyword or symbol is at the cursor. */
  isAt(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.kind === 'keyword' || token.kind === 'symbol') && token.text === text;
  }

  /** Takes the keyword or symbol if it is there. */
  accept(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.#index += 1;
    return true;
  }

  /** Takes the keyword or symbol, which must be there. */
  expect(text: string): void {
    if (!this.accept(text)) throw this.problem();
  }

  /** Takes a name. */
  expectName(): string {
    if (this.peek().kind !== 'word') throw this.problem();
    return this.take().text;
  }

  /** Syntax error at the cursor. */
  problem(): SqlProblemSignal {
    const token = this.peek();
    return syntaxProblem(token.written, token);
  }

  /** Counts an operator that makes a chain one longer; its first one nests no deeper than what is around it. */
  countChained(): void {
    this.#chained += 1;
    if (this.#chained > maxChained) throw this.#tooComplex();
  }

  /** Goes one level of nesting down for as long as the work takes. */
  nested<T>(work: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.#tooComplex();
    const result = work();
    this.#depth -= 1;
    return result;
  }

  #tooComplex(): SqlProblemSignal {
    return new SqlProblemSignal('SC1010', 'The query is too complex: it nests or chains too deeply.', this.peek());
  }
}
