import { describe, expect, it } from '@jest/globals';
import { readRequestTarget } from './request-target.ts';

describe('readRequestTarget', () => {
  it.each<[string, string, { path: string; hostName: string }]>([
    ['/dbs/a%2Fb?x=1', 'localhost:8081', { path: '/dbs/a%2Fb', hostName: 'localhost' }],
    ['/dbs/../x', '127.0.0.1', { path: '/dbs/../x', hostName: '127.0.0.1' }],
    ['/', '[::1]:1', { path: '/', hostName: '[::1]' }],
    ['http://other:80/dbs#x', 'localhost', { path: '/dbs', hostName: 'other' }],
    ['HTTPS://other', 'localhost', { path: '/', hostName: 'other' }],
    ['*', 'localhost', { path: '*', hostName: 'localhost' }],
  ])('reads %p at %p', (target, host, expected) => {
    expect(readRequestTarget(target, host)).toEqual(expected);
  });

  it.each([undefined, '', ':80', 'a b', 'a/b', 'a"b', 'user@host', '[::1'])('finds no host in %p', (host) => {
    expect(readRequestTarget('/', host)).toBeUndefined();
  });
});
