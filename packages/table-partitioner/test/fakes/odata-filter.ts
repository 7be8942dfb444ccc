/** A row as a filter sees it: values by the service's names, instants as their text. */
export type FilterRow = Readonly<Record<string, unknown>>;

const TOKEN = /\s*(?:(\(|\))|(datetime)?'((?:[^']|'')*)'|([A-Za-z_][\w.]*)|(-?\d+(?:\.\d+)?))/y;

interface Token {
  readonly kind: 'paren' | 'value' | 'word';
  readonly value: string | number;
}

/** Reads the part of OData's filters that the package writes: comparisons, `and`, `or`, `not`, parentheses. */
export function parseFilter(filter: string): (row: FilterRow) => boolean {
  if (filter === '') return () => true;
  const tokens = tokenize(filter);
  let at = 0;
  const isNext = (value: string): boolean => tokens[at]?.kind !== 'value' && tokens[at]?.value === value;
  const take = (): Token => {
    const token = tokens[at++];
    if (token === undefined) throw new TypeError(`The filter ends early: ${filter}`);
    return token;
  };
  const either = (): ((row: FilterRow) => boolean) => {
    let left = both();
    while (isNext('or')) {
      at++;
      const [first, second] = [left, both()];
      left = (row) => first(row) || second(row);
    }
    return left;
  };
  const both = (): ((row: FilterRow) => boolean) => {
    let left = one();
    while (isNext('and')) {
      at++;
      const [first, second] = [left, one()];
      left = (row) => first(row) && second(row);
    }
    return left;
  };
  const one = (): ((row: FilterRow) => boolean) => {
    if (isNext('not')) {
      at++;
      const inner = one();
      return (row) => !inner(row);
    }
    if (isNext('(')) {
      at++;
      const inner = either();
      if (!isNext(')')) throw new TypeError(`A parenthesis is open: ${filter}`);
      at++;
      return inner;
    }
    const [name, operator, literal] = [String(take().value), String(take().value), take()];
    const wanted = literal.kind === 'word' ? literal.value === 'true' : literal.value;
    return (row) => compares(row[name], operator, wanted);
  };
  const parsed = either();
  if (at !== tokens.length) throw new TypeError(`The fake does not understand the filter ${filter}`);
  return parsed;
}

function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < filter.trimEnd().length) {
    const match = TOKEN.exec(filter);
    if (match === null) throw new TypeError(`The fake does not understand the filter ${filter}`);
    const [, paren, datetime, text, word, number] = match;
    if (paren !== undefined) tokens.push({ kind: 'paren', value: paren });
    else if (text !== undefined) {
      const value = text.replaceAll("''", "'");
      tokens.push({ kind: 'value', value: datetime === undefined ? value : ticks(value) });
    } else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else tokens.push({ kind: 'value', value: Number(number) });
  }
  return tokens;
}

/** An instant with seven digits of its second, so that text compares as time does. */
export function ticks(instant: string): string {
  const [whole = '', fraction = ''] = instant.replace(/Z$/, '').split('.');
  return `${whole}.${fraction.padEnd(7, '0')}Z`;
}

function compares(value: unknown, operator: string, wanted: string | number | boolean): boolean {
  // The service takes a row without the property for one that does not match, whatever the operator.
  if (typeof value !== typeof wanted) return false;
  const [left, right] = [value as string | number, wanted as string | number];
  switch (operator) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    default:
      throw new TypeError(`The fake does not know the operator ${operator}`);
  }
}
