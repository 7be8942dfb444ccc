import type { FeedQuery } from '@perdura/cosmos-driver';

/** A query with parameters. */
export interface SqlQuerySpec {
  /** The text. */
  query: string;
  /** Values of the names in the text. */
  parameters?: SqlParameter[];
}

/** One value of a query. */
export interface SqlParameter {
  /** Its name, with the `@`. */
  name: string;
  /** The value. */
  value: JSONValue;
}

/** What JSON can say. */
export type JSONValue = boolean | number | string | null | JSONArray | JSONObject | Date;

/** An object of JSON. */
export interface JSONObject {
  [key: string]: JSONValue;
}

/** An array of JSON. */
export interface JSONArray extends ArrayLike<JSONValue> {}

/** A query as the driver takes it. */
export function toFeedQuery(query: string | SqlQuerySpec): FeedQuery {
  return typeof query === 'string' ? query : { query: query.query, parameters: query.parameters };
}
