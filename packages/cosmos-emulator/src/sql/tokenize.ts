import { syntaxProblem } from './sql-problem.ts';

/** The smallest meaningful piece of a query. */
export interface Token {
  readonly kind: 'word' | 'keyword' | 'number' | 'string' | 'parameter' | 'symbol' | 'end';
  /** Keywords in upper case, everything else as written. */
  readonly text: string;
  /** As written. */
  readonly written: string;
  /** Content of a string or number. */
  readonly value: string | number;
  readonly start: number;
  readonly end: number;
}

/** Words that cannot name anything, `c.value` included. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/keywords */
const keywords: ReadonlySet<string> = new Set(
  'AND ARRAY AS ASC BETWEEN BY DESC DISTINCT EXISTS FALSE FROM GROUP IN JOIN LIKE LIMIT NOT NULL OFFSET OR ORDER SELECT TOP TRUE UDF UNDEFINED VALUE WHERE'.split(
    ' ',
  ),
);

/** Whether a word may follow a dot or name something. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text) && !keywords.has(text.toUpperCase());
}

const blank = /(?:\s+|--[^\r\n]*)*/y;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const number = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const parameter = /@[\p{L}\p{N}_$]+/uy;
const quoted = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y;
const symbol = />>>|<<|>>|<=|>=|<>|!=|\?\?|\|\||[-+*/%&|^~=<>?:()[\]{},.]/y;

/** Splits a query into tokens; the last one is `end`. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skip(blank, text, 0);
  while (at < text.length) {
    const token = readToken(text, at);
    tokens.push(token);
    at = skip(blank, text, token.end);
  }
  tokens.push({ kind: 'end', text: '', written: '', value: '', start: text.length, end: text.length });
  return tokens;
}

function readToken(query: string, start: number): Token {
  const make = (kind: Token['kind'], length: number, value: string | number = ''): Token => {
    const written = query.slice(start, start + length);
    const text = kind === 'keyword' ? written.toUpperCase() : written;
    return { kind, text, written, value, start, end: start + length };
  };
  let found = match(word, query, start);
  if (found !== undefined) return make(keywords.has(found.toUpperCase()) ? 'keyword' : 'word', found.length);
  found = match(number, query, start);
  if (found !== undefined) return make('number', found.length, Number(found));
  found = match(parameter, query, start);
  if (found !== undefined) return make('parameter', found.length);
  found = match(quoted, query, start);
  if (found !== undefined) return make('string', found.length, readQuoted(found, start));
  found = match(symbol, query, start);
  if (found !== undefined) return make('symbol', found.length);
  throw syntaxProblem(query.slice(start, start + 1), { start, end: start + 1 });
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function skip(pattern: RegExp, text: string, at: number): number {
  return at + (match(pattern, text, at)?.length ?? 0);
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function readQuoted(literal: string, start: number): string {
  const content = literal.slice(1, -1);
  if (!content.includes('\\')) return content;
  return content.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (written, code: string | undefined, plain = '') => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (/["'\\/]/.test(plain)) return plain;
    const escaped = escapes[plain];
    if (escaped === undefined) throw syntaxProblem(written, { start, end: start + literal.length });
    return escaped;
  });
}
