import { describe, expect, it } from '@jest/globals';
import { isAllowedHost } from './is-allowed-host.ts';

describe('isAllowedHost', () => {
  it.each(['localhost', 'LocalHost:7071', 'hub.localhost:1', '127.0.0.1:7071', '127.8.9.1', '[::1]:7071', '127.1'])(
    'takes %s, which is this machine',
    (header) => expect(isAllowedHost(header, [])).toBe(true),
  );

  it.each([
    ['the name of a page', 'evil.example:7071'],
    ['a name that begins like an address', '127.0.0.1.evil.example'],
    ['a name that ends like this machine', 'notlocalhost'],
    ['a user name that looks like this machine', 'localhost@evil.example'],
    ['an address of another machine', '192.168.0.1'],
    ['nothing', ''],
    ['no header', undefined],
    ['what is no host', 'a b'],
  ])('refuses %s', (_what, header) => expect(isAllowedHost(header, [])).toBe(false));

  it('takes further names, with any port', () => {
    expect(isAllowedHost('hub.example:99', ['hub.example'])).toBe(true);
    expect(isAllowedHost('other.example', ['hub.example'])).toBe(false);
  });
});
