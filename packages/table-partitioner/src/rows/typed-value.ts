/** A value as the client writes it without loss: plain where its type is beyond doubt, else with its type. */
export type TypedValue = string | boolean | number | { readonly value: unknown; readonly type: string };

const MAX_INT32 = 2 ** 31 - 1;

/**
 * Reads a value that the client answered without conversion, `{ value, type }`, into what writes the same value again.
 *
 * Instants keep their 100 ns and 64-bit integers their digits. Numbers are where the client guesses: JSON does not tell 1.0
 * from 1, so a whole `Double` within 32 bits becomes an `Int32`, as whenever that client reads a row and writes it.
 */
export function readTypedValue(given: unknown): TypedValue {
  if (typeof given !== 'object' || given === null) return given as TypedValue;
  const { value, type } = given as { value: unknown; type: string };
  switch (type) {
    case 'String':
      return String(value);
    case 'Boolean':
      return value === true || value === 'true';
    case 'Int32':
    case 'Double':
      return readNumber(value, type);
    default:
      return { value, type };
  }
}

function readNumber(value: unknown, type: string): TypedValue {
  const number = Number(value);
  // NaN and the infinities are text, and have their type with them.
  if (typeof value === 'string' && !Number.isFinite(number)) return { value, type };
  const fits = Number.isInteger(number) && number >= -MAX_INT32 - 1 && number <= MAX_INT32;
  return type === 'Int32' && fits ? number : { value: number, type: 'Double' };
}
