import { describe, expect, it } from '@jest/globals';
import { checkEndpointUrl } from './endpoint-url.ts';

describe('checkEndpointUrl', () => {
  it.each([
    ['https://shop.documents.azure.com:443/', 'https://shop.documents.azure.com'],
    ['https://shop.documents.azure.com', 'https://shop.documents.azure.com'],
    ['https://localhost:8081/', 'https://localhost:8081'],
    ['http://localhost:8081', 'http://localhost:8081'],
    ['http://127.0.0.1:8081', 'http://127.0.0.1:8081'],
    ['http://[::1]:8081', 'http://[::1]:8081'],
    ['http://[0:0:0:0:0:0:0:1]:8081', 'http://[::1]:8081'],
  ])('accepts %s', (url, origin) => {
    expect(checkEndpointUrl('endpoint', url)).toBe(origin);
  });

  it('accepts http:// for the host that the environment names', () => {
    expect(checkEndpointUrl('endpoint', 'http://cosmos:8081', 'COSMOS')).toBe('http://cosmos:8081');
    expect(() => checkEndpointUrl('endpoint', 'http://other:8081', 'cosmos')).toThrow('must start with https://');
  });

  it.each<[unknown, string]>([
    [undefined, 'must be a URL such as'],
    ['', 'must be a URL such as'],
    ['shop', 'is not a URL'],
    ['ftp://shop', 'must start with https://'],
    ['http://shop.documents.azure.com', 'must start with https://'],
    ['http://localhost.evil.example', 'must start with https://'],
    ['https://user:secret@shop', 'must not contain a user or password'],
    ['https://shop/dbs', 'must end after its host and port'],
    ['https://shop/?a', 'must end after its host and port'],
  ])('refuses %s', (url, message) => {
    expect(() => checkEndpointUrl('endpoint', url)).toThrow(TypeError);
    expect(() => checkEndpointUrl('endpoint', url)).toThrow(message);
  });

  it.each([
    'https://user:secret@shop',
    'ftp://user:secret@shop',
    'https://shop/?code=secret',
    'https://shop/#secret',
    'AccountEndpoint=https://shop.documents.azure.com:443/;AccountKey=secret;',
  ])('never repeats what may be a secret: %s', (url) => {
    expect(() => checkEndpointUrl('endpoint', url)).toThrow(TypeError);
    expect(() => checkEndpointUrl('endpoint', url)).toThrow(/^(?!.*secret)/);
  });
});
