import { isHeaderText } from '../request/header-text.ts';
import type { FieldDetails, OptionField } from './option-field.ts';

/** Headers about the connection and the message's length, which only the transport can know. */
const transportHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A record of header names and values. @see https://www.rfc-editor.org/rfc/rfc9110#name-fields */
export function headersField(details: FieldDetails = {}): OptionField {
  return {
    values: 'an object of strings',
    problem: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object of strings';
      for (const [name, text] of Object.entries(value)) {
        if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return `must not have "${name}", which is not a header name`;
        if (transportHeaders.has(name.toLowerCase())) return `must not have "${name}", which is the transport’s`;
        if (!isHeaderText(text)) return `must have printable ASCII text in "${name}"`;
      }
      return undefined;
    },
    ...details,
  };
}
