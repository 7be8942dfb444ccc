import type { ImportKey } from './authorize.ts';

const algorithm = { name: 'HMAC', hash: 'SHA-256' };

/** Signs with WebCrypto, which every runtime with `fetch` has. The key is imported once. */
export const importKeyWebCrypto: ImportKey = (base64Key) => {
  const bytes = Uint8Array.from(atob(base64Key), (char) => char.charCodeAt(0));
  const key = crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  // An import that fails is told to whoever signs; without this it would also be an unhandled rejection.
  key.catch(() => undefined);
  const encoder = new TextEncoder();
  return async (text) => {
    const signature = await crypto.subtle.sign(algorithm, await key, encoder.encode(text));
    return btoa(String.fromCharCode(...new Uint8Array(signature)));
  };
};
