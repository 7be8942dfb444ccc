import { define, defineOnTexts, type FunctionFamily, type SqlFunction } from './sql-function.ts';

/** @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/system-functions#string-functions */
export const stringFunctions: FunctionFamily = {
  CONCAT: define(2, 200, (...values) =>
    values.every((value) => typeof value === 'string') ? values.join('') : undefined,
  ),
  CONTAINS: defineSearch((text, wanted) => text.includes(wanted)),
  STARTSWITH: defineSearch((text, wanted) => text.startsWith(wanted)),
  ENDSWITH: defineSearch((text, wanted) => text.endsWith(wanted)),
  STRINGEQUALS: defineSearch((text, wanted) => text === wanted),
  CONTAINS_ALL_CI: defineContains(true, 'every'),
  CONTAINS_ALL_CS: defineContains(false, 'every'),
  CONTAINS_ANY_CI: defineContains(true, 'some'),
  CONTAINS_ANY_CS: defineContains(false, 'some'),
  INDEX_OF: define(2, 3, (text, wanted, start = 0) => {
    if (typeof text !== 'string' || typeof wanted !== 'string' || typeof start !== 'number') return undefined;
    return text.indexOf(wanted, start);
  }),
  LASTINDEXOF: define(2, 3, (text, wanted, start = Number.POSITIVE_INFINITY) => {
    if (typeof text !== 'string' || typeof wanted !== 'string' || typeof start !== 'number') return undefined;
    return text.lastIndexOf(wanted, start);
  }),
  LEFT: define(2, 2, (text, count) => slice(text, 0, count)),
  RIGHT: define(2, 2, (text, count) =>
    typeof text === 'string' && typeof count === 'number'
      ? slice(text, text.length - Math.max(0, count), count)
      : undefined,
  ),
  SUBSTRING: define(3, 3, slice),
  LENGTH: defineOnTexts(1, (text) => text.length),
  LOWER: defineOnTexts(1, (text) => text.toLowerCase()),
  UPPER: defineOnTexts(1, (text) => text.toUpperCase()),
  REVERSE: defineOnTexts(1, (text) => [...text].reverse().join('')),
  TRIM: defineTrim(true, true),
  LTRIM: defineTrim(true, false),
  RTRIM: defineTrim(false, true),
  REPLACE: defineOnTexts(3, (text, wanted, replacement) =>
    wanted === '' ? text : text.split(wanted).join(replacement),
  ),
  REPLICATE: define(2, 2, (text, count) => {
    const isUsable = typeof text === 'string' && typeof count === 'number' && count >= 0;
    return isUsable && text.length * count <= maxReplicaLength ? text.repeat(Math.floor(count)) : undefined;
  }),
  STRINGJOIN: define(2, 2, (values, separator) => {
    const isUsable = Array.isArray(values) && values.every((value) => typeof value === 'string');
    return isUsable && typeof separator === 'string' ? values.join(separator) : undefined;
  }),
  STRINGSPLIT: defineOnTexts(2, (text, separator) => (separator === '' ? [text] : text.split(separator))),
  SUBSTRINGBEFORE: defineOnTexts(2, (text, mark) => before(text, text.indexOf(mark))),
  SUBSTRINGAFTER: defineOnTexts(2, (text, mark) => after(text, text.indexOf(mark), mark)),
  LASTSUBSTRINGBEFORE: defineOnTexts(2, (text, mark) => before(text, text.lastIndexOf(mark))),
  LASTSUBSTRINGAFTER: defineOnTexts(2, (text, mark) => after(text, text.lastIndexOf(mark), mark)),
  REGEXMATCH: define(2, 3, matchRegex),
};

/** @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/replicate */
const maxReplicaLength = 10_000;

/** Two texts and, in third place, whether case is ignored. */
function defineSearch(isFound: (text: string, wanted: string) => boolean): SqlFunction {
  return define(2, 3, (text, wanted, ignoresCase = false) => {
    if (typeof text !== 'string' || typeof wanted !== 'string' || typeof ignoresCase !== 'boolean') return undefined;
    return ignoresCase ? isFound(text.toLowerCase(), wanted.toLowerCase()) : isFound(text, wanted);
  });
}

function defineContains(ignoresCase: boolean, quantifier: 'every' | 'some'): SqlFunction {
  const fold = (text: string) => (ignoresCase ? text.toLowerCase() : text);
  return define(2, 200, (text, ...wanted) => {
    if (typeof text !== 'string' || !wanted.every((each) => typeof each === 'string')) return undefined;
    const folded = fold(text);
    return wanted[quantifier]((each) => folded.includes(fold(each)));
  });
}

function slice(text: unknown, start: unknown, count: unknown): string | undefined {
  if (typeof text !== 'string' || typeof start !== 'number' || typeof count !== 'number') return undefined;
  const from = Math.max(0, Math.trunc(start));
  return text.slice(from, from + Math.max(0, Math.trunc(count)));
}

/** The text before a place; empty when there is no such place. */
function before(text: string, at: number): string {
  return at < 0 ? '' : text.slice(0, at);
}

function after(text: string, at: number, mark: string): string {
  return at < 0 ? '' : text.slice(at + mark.length);
}

function defineTrim(atStart: boolean, atEnd: boolean): SqlFunction {
  return define(1, 2, (text, characters = ' \t\r\n') => {
    if (typeof text !== 'string' || typeof characters !== 'string') return undefined;
    let start = 0;
    let end = text.length;
    while (atStart && start < end && characters.includes(text.charAt(start))) start += 1;
    while (atEnd && end > start && characters.includes(text.charAt(end - 1))) end -= 1;
    return text.slice(start, end);
  });
}

let lastRegex: { readonly source: string; readonly flags: string; readonly regex: RegExp | undefined } | undefined;

/** Modifiers `m`, `s`, `i` and `x`, which ignores white space in the pattern. */
function matchRegex(text: unknown, source: unknown, flags: unknown = ''): boolean | undefined {
  if (typeof text !== 'string' || typeof source !== 'string' || typeof flags !== 'string') return undefined;
  if (lastRegex?.source !== source || lastRegex.flags !== flags) {
    lastRegex = { source, flags, regex: compileRegex(source, flags) };
  }
  return lastRegex.regex?.test(text);
}

function compileRegex(source: string, flags: string): RegExp | undefined {
  if (/[^msix]/.test(flags)) return undefined;
  try {
    return new RegExp(flags.includes('x') ? source.replace(/\s+/g, '') : source, flags.replace('x', ''));
  } catch {
    // Not a regular expression: nothing matches it and nothing does not.
    return undefined;
  }
}
