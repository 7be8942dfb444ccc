import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { stringToSign } from './string-to-sign.ts';

describe('stringToSign', () => {
  const date = 'Thu, 27 Apr 2017 00:51:12 GMT';

  it('ends with two line feeds and lowers verb and date, not the link', () => {
    expect(stringToSign({ verb: 'GET', resourceType: 'dbs', resourceLink: 'dbs/ToDoList', date })).toBe(
      'get\ndbs\ndbs/ToDoList\nthu, 27 apr 2017 00:51:12 gmt\n\n',
    );
  });

  it('signs the account with empty type and link', () => {
    expect(stringToSign({ verb: 'get', resourceType: '', resourceLink: '', date })).toBe(
      'get\n\n\nthu, 27 apr 2017 00:51:12 gmt\n\n',
    );
  });

  it('yields the signature of the example in the REST documentation', () => {
    const key = 'dsZQi3KtZmCv1ljt3VNWNm7sQUF1y5rJfC6kv5JiwvW0EndXdDku/dkKBp8/ufDToSxLzR4y+O/0H/t4bQtVNw==';
    const text = stringToSign({ verb: 'GET', resourceType: 'dbs', resourceLink: 'dbs/ToDoList', date });
    const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
    expect(signature).toBe('c09PEVJrgp2uQRkr934kFbTqhByc7TVr3OHyqlu+c+c=');
  });
});
