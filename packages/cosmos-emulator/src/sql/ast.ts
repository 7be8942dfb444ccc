import type { TextRange } from './sql-problem.ts';

/** A scalar expression, as data. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: 'parameter'; readonly name: string; readonly range?: TextRange | undefined }
  | { readonly kind: 'identifier'; readonly name: string; readonly range?: TextRange | undefined }
  | { readonly kind: 'member'; readonly object: Expression; readonly key: Expression }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'between'; readonly value: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly kind: 'in'; readonly value: Expression; readonly candidates: readonly Expression[] }
  | {
      readonly kind: 'like';
      readonly value: Expression;
      readonly pattern: Expression;
      readonly escape?: string | undefined;
    }
  | CallExpression
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly properties: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'exists' | 'array-of' | 'subquery'; readonly query: Query };

/** A call of a function, built in or the user's. */
export interface CallExpression {
  readonly kind: 'call';
  /** Name as written. */
  readonly name: string;
  readonly args: readonly Expression[];
  readonly isUserDefined: boolean;
  readonly range?: TextRange | undefined;
}

export type UnaryOperator = 'NOT' | '-' | '+' | '~';

export type BinaryOperator =
  | 'OR'
  | 'AND'
  | '??'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '||'
  | '|'
  | '^'
  | '&'
  | '<<'
  | '>>'
  | '>>>'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/** What a query returns of every row. */
export type Projection =
  | { readonly kind: 'all' }
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'list'; readonly items: readonly SelectItem[] };

/** One member of a select list. */
export interface SelectItem {
  readonly value: Expression;
  readonly alias?: string | undefined;
}

/** One input of `FROM`; those after the first are joined. */
export type FromSource =
  | { readonly kind: 'path'; readonly path: Expression; readonly alias?: string | undefined }
  | { readonly kind: 'each'; readonly variable: string; readonly collection: Expression }
  | { readonly kind: 'query'; readonly query: Query; readonly alias?: string | undefined };

/** One sort key. */
export interface OrderItem {
  readonly value: Expression;
  readonly isDescending: boolean;
}

/** A whole query. */
export interface Query {
  readonly isDistinct: boolean;
  readonly top?: Expression | undefined;
  readonly projection: Projection;
  /** Empty without a `FROM`. */
  readonly from: readonly FromSource[];
  readonly where?: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly offset?: Expression | undefined;
  readonly limit?: Expression | undefined;
}
