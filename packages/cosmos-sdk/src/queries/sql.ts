import type { FeedQuery } from '@perdura/cosmos-driver';
import { scanText, type TextPosition } from './scan-text.ts';

/** What can be a value in a query: anything that JSON can say. */
export type SqlValue =
  | string
  | number
  | boolean
  | null
  | readonly SqlValue[]
  | { readonly [property: string]: SqlValue | undefined };

/** A query whose values are parameters; made by {@link sql}, and part of others where it is put into them. */
export class SqlQuery {
  /** The text, with names in place of values: `@p0`, `@p1` and so on. */
  readonly query: string;
  /** The values of the names. */
  readonly parameters: readonly { readonly name: string; readonly value: SqlValue }[];
  /** What the text is made of: text and values by turns. */
  readonly #texts: readonly string[];
  readonly #values: readonly SqlValue[];

  private constructor(texts: readonly string[], values: readonly SqlValue[]) {
    const names = values.map((_, index) => `@p${index}`);
    this.query = texts.map((text, index) => `${text}${names[index] ?? ''}`).join('');
    this.parameters = Object.freeze(names.map((name, index) => ({ name, value: values[index] as SqlValue })));
    this.#texts = texts;
    this.#values = values;
    Object.freeze(this);
  }

  /** The query of a template. @throws {TypeError} as {@link sql} does. */
  static fromTemplate(strings: readonly string[], given: readonly (SqlValue | SqlQuery)[]): SqlQuery {
    const texts: string[] = [];
    const values: SqlValue[] = [];
    let text = '';
    let position: TextPosition = 'plain';
    for (const [index, string] of strings.entries()) {
      text += string;
      position = scanText(string, position);
      if (index === given.length) break;
      const value = given[index];
      requirePlace(position, text, strings[index + 1] as string, values.length);
      if (value instanceof SqlQuery) {
        position = scanText(value.query, position);
        const [first, ...others] = value.#texts as [string, ...string[]];
        text += first;
        for (const [part, other] of others.entries()) {
          texts.push(text);
          values.push(value.#values[part] as SqlValue);
          text = other;
        }
      } else {
        texts.push(text);
        values.push(checkValue(value, values.length));
        text = '';
      }
    }
    if (position !== 'plain' && position !== 'comment') {
      throw new TypeError(`The query ends within quotes: …${text.slice(-40)}`);
    }
    texts.push(text);
    for (const index of values.keys()) requireNoName(texts[index] as string, texts[index + 1] as string, index);
    return new SqlQuery(texts, values);
  }
}

/**
 * A query as a template, whose values never become part of its text:
 *
 * ```ts
 * container.query(sql`SELECT * FROM c WHERE c.total > ${least} AND ARRAY_CONTAINS(${tags}, c.tag)`);
 * ```
 *
 * A query inside another becomes part of it: ``const open = sql`c.status = ${'open'}`; sql`SELECT * FROM c WHERE ${open}` ``.
 *
 * @throws {TypeError} when it is called as a function; for a value within quotes or a comment, or where only a name can be,
 * such as behind a dot; and for values that JSON cannot say.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly (SqlValue | SqlQuery)[]): SqlQuery {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw new TypeError('sql is a tag: write sql`SELECT …`, so that values become parameters; not sql("…").');
  }
  // What stands in the source counts, for in SQL a backslash has a meaning of its own; but ` and $ need one to stand there at all.
  return SqlQuery.fromTemplate(strings.raw.map(withoutEscapesOfTemplates), values);
}

/** A query as the driver takes it. @throws {TypeError} when it is none. */
export function asFeedQuery(query: string | FeedQuery | SqlQuery): FeedQuery {
  return query instanceof SqlQuery ? { query: query.query, parameters: query.parameters } : query;
}

function withoutEscapesOfTemplates(raw: string): string {
  return raw.replaceAll(/\\([\s\S])/g, (pair, character: string) => ('`$'.includes(character) ? character : pair));
}

function requirePlace(position: TextPosition, before: string, after: string, index: number): void {
  if (position === 'plain') return;
  const where = position === 'comment' ? 'a comment' : 'quotes';
  const advice =
    position === 'comment' ? '' : ' Take the quotes away: the value is a parameter, not a text to be quoted.';
  throw new TypeError(`Value ${index} of the query is within ${where}: ${excerpt(before, after)}.${advice}`);
}

/**
 * A value next to a name's characters, behind a dot or an at sign, or right behind another value would be read as a name, or
 * as another value: `@p1` before `0` is `@p10`.
 */
function requireNoName(before: string, after: string, index: number): void {
  if (!/[\w.@$]$/.test(before) && !/^[\w$]/.test(after) && (before !== '' || index === 0)) return;
  throw new TypeError(
    `Value ${index} of the query is where only a name can be: ${excerpt(before, after)}. ` +
      'Values take the place of literals; for a property use brackets, c[$' +
      '{name}], and keep a space to the next word.',
  );
}

function excerpt(before: string, after: string): string {
  return `…${before.slice(-20)}$` + `{}${after.slice(0, 20)}…`;
}

function checkValue(value: unknown, index: number): SqlValue {
  const isLost = typeof value === 'number' && !Number.isFinite(value);
  let text: string | undefined;
  let cause: unknown;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (text !== undefined && !isLost) return value as SqlValue;
  const what = typeof value === 'object' ? 'an object' : String(value);
  throw new TypeError(`Value ${index} of the query is ${what}, which JSON cannot say.`, { cause });
}
