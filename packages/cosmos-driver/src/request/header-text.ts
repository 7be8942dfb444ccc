/**
 * Whether an HTTP header can carry a text on every transport: printable ASCII, on one line.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-field-values
 */
export function isHeaderText(text: unknown): text is string {
  return typeof text === 'string' && /^[\t\x20-\x7e]*$/.test(text);
}
