import { describe, expect, it } from '@jest/globals';
import { parseAuthorization } from './parse-authorization.ts';

describe('parseAuthorization', () => {
  it.each([
    ['percent-encoded in upper case', 'type%3Dmaster%26ver%3D1.0%26sig%3Da%2Bb%2Fc%3D'],
    ['percent-encoded in lower case', 'type%3dmaster%26ver%3d1.0%26sig%3da%2bb%2fc%3d'],
    ['as it is', 'type=master&ver=1.0&sig=a+b/c='],
  ])('reads a token that was sent %s', (_name, header) => {
    expect(parseAuthorization(header)).toEqual({ type: 'master', signature: 'a+b/c=' });
  });

  it.each(['', 'Bearer abc', 'type=master&ver=2.0&sig=abc', 'type=master&ver=1.0&sig=', 'type=master', '%'])(
    'answers undefined for %p',
    (header) => {
      expect(parseAuthorization(header)).toBeUndefined();
    },
  );
});
