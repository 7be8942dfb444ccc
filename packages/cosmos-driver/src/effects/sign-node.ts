import { createHmac, createSecretKey } from 'node:crypto';
import type { ImportKey } from './authorize.ts';

/** Signs with Node's crypto, at once. The key object is made once: making it costs many times what signing does. */
export const importKeyNode: ImportKey = (base64Key) => {
  const key = createSecretKey(base64Key, 'base64');
  return (text) => createHmac('sha256', key).update(text).digest('base64');
};
