import type { Credential } from '../signing/credential.ts';

/** Names what drivers share of an account: they must ask at the same URL and by the same credential. */
export type AccountKeys = (endpoint: string, credential: Credential) => string;

/** Makes the names of one runtime. A credential that is a text is the same when the text is, any other when the object is. */
export function createAccountKeys(): AccountKeys {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const nameOf = (value: string | object): string => {
    if (typeof value === 'string') return value;
    const number = numbers.get(value) ?? ++last;
    numbers.set(value, number);
    return String(number);
  };
  return (endpoint, credential) => {
    if ('key' in credential) return [endpoint, typeof credential.key, nameOf(credential.key)].join('\n');
    if ('tokenCredential' in credential) {
      return [endpoint, credential.scope ?? '', nameOf(credential.tokenCredential)].join('\n');
    }
    return [endpoint, typeof credential.resourceToken, nameOf(credential.resourceToken)].join('\n');
  };
}
