import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addQuery, fillTemplate, queryText, setQuery, splitQuery } from './url-template.ts';

describe('fillTemplate', () => {
  it('percent-encodes what it fills in, a blank as %20', () => {
    expect(fillTemplate('/i/{id}', { id: 'a b+c/d?e#f%' })).toBe('/i/a%20b%2Bc%2Fd%3Fe%23f%25');
  });

  it('keeps whatever it fills in to its own segment and its own query value', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed() && !/^\.{1,2}$/.test(value));
    fc.assert(
      fc.property(text, text, (id, reason) => {
        const url = new URL(fillTemplate('http://h/i/{id}/end?reason={text}&code=k#no', { id, text: reason }));
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'i', id, 'end']);
        expect(Object.fromEntries(url.searchParams)).toEqual({ reason, code: 'k' });
      }),
    );
  });

  it('drops an optional segment without a value and keeps its slash with one', () => {
    expect(fillTemplate('/o/{name}[/{id}]?x=1', { name: 'n', id: undefined })).toBe('/o/n?x=1');
    expect(fillTemplate('/o/{name}[/{id}]?x=1', { name: 'n', id: '7' })).toBe('/o/n/7?x=1');
  });

  it('leaves the brackets of an IPv6 address alone', () => {
    expect(fillTemplate('http://[::1]:7071/{id}', { id: 'x' })).toBe('http://[::1]:7071/x');
  });

  it('never reads a value as a replacement pattern or as another place', () => {
    expect(fillTemplate('/{a}/{b}', { a: '$&', b: '{a}' })).toBe('/%24%26/%7Ba%7D');
  });

  it('leaves places alone that nobody names, also those named like members of every object', () => {
    expect(fillTemplate('/{other}/{constructor}', {})).toBe('/{other}/{constructor}');
  });
});

describe('addQuery', () => {
  it('starts a query or continues one, and leaves out what has no value', () => {
    expect(addQuery('/x', { a: '1', b: undefined })).toBe('/x?a=1');
    expect(addQuery('/x?y=2', { a: 'p q&r' })).toBe('/x?y=2&a=p%20q%26r');
    expect(addQuery('/x', { a: undefined })).toBe('/x');
  });

  it('fills an empty query, as the extension writes it for a host without a key', () => {
    expect(addQuery('/x?', { version: '2' })).toBe('/x?version=2');
  });

  it('writes pairs without a question mark on demand', () => {
    expect(queryText({ taskHub: 'Shop', code: 'k==' })).toBe('taskHub=Shop&code=k%3D%3D');
  });
});

describe('setQuery', () => {
  it('replaces pairs of the same name in whatever case, and keeps the others and the places', () => {
    const url = '/i/{id}[/{x}]?TaskHub=A&reason={text}&connection=S&code=k%3D';
    expect(setQuery(url, { taskHub: 'B b', connection: undefined })).toBe(
      '/i/{id}[/{x}]?reason={text}&connection=S&code=k%3D&taskHub=B%20b',
    );
  });

  it('adds what is not there, and leaves nothing behind of an empty query', () => {
    expect(setQuery('/x', { taskHub: 'B' })).toBe('/x?taskHub=B');
    expect(setQuery('/x?taskHub=A', { taskHub: 'B' })).toBe('/x?taskHub=B');
    expect(setQuery('/x?', {})).toBe('/x');
  });
});

describe('splitQuery', () => {
  it('cuts at the first question mark', () => {
    expect(splitQuery('/x?a=b?c')).toEqual(['/x', 'a=b?c']);
    expect(splitQuery('/x')).toEqual(['/x', '']);
  });
});
