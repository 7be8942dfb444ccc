import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeDeletes } from './encode-deletes.ts';
import { readBatchAnswer } from './read-batch-answer.ts';
import { readMultipart } from './read-multipart.ts';

const answer = (
  body: string,
  status = 202,
): { status: number; body: string; headers: { get(name: string): string | undefined } } => ({
  status,
  body,
  headers: { get: (name) => (name === 'content-type' ? 'multipart/mixed; boundary=batchresponse_1' : undefined) },
});
const wrap = (...responses: string[]): string =>
  [
    ...['--batchresponse_1', 'Content-Type: multipart/mixed; boundary=changesetresponse_1', ''],
    ...responses.flatMap((response) => ['--changesetresponse_1', 'Content-Type: application/http', '', response]),
    ...['--changesetresponse_1--', '--batchresponse_1--', ''],
  ].join('\r\n');
const NO_CONTENT = 'HTTP/1.1 204 No Content\r\nDataServiceVersion: 1.0;\r\n\r\n';
const NOT_FOUND =
  'HTTP/1.1 404 Not Found\r\nContent-ID: 4\r\n\r\n' +
  '{"odata.error":{"code":"ResourceNotFound","message":{"lang":"en-US","value":"3:The specified resource does not exist.\\nRequestId:1"}}}';

describe('encodeDeletes', () => {
  it('writes one change set, each delete with the ETag of its row', () => {
    const { body, contentType } = encodeDeletes({
      serviceUrl: 'https://a.example',
      table: 't',
      partitionKey: "o'h",
      batchId: 'x',
      rows: [{ rowKey: 'é/%', etag: 'W/"1"' }],
    });
    expect(contentType).toBe('multipart/mixed; boundary=batch_x');
    expect(body.split('\r\n')).toEqual([
      ...['--batch_x', 'Content-Type: multipart/mixed; boundary=changeset_x', ''],
      ...['--changeset_x', 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', ''],
      "DELETE https://a.example/t(PartitionKey='o''h',RowKey='%C3%A9%2F%25') HTTP/1.1",
      ...['Accept: application/json;odata=minimalmetadata', 'DataServiceVersion: 3.0', 'If-Match: W/"1"', '', ''],
      ...['--changeset_x--', '--batch_x--', ''],
    ]);
  });

  it('keeps every key apart from the format around it', () => {
    const key = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 100 }), key, (rowKeys, partitionKey) => {
        const rows = rowKeys.map((rowKey) => ({ rowKey, etag: 'W/"1"' }));
        const { contentType, body } = encodeDeletes({
          serviceUrl: 'https://a',
          table: 't',
          partitionKey,
          rows,
          batchId: 'x',
        });
        const [changeSet] = readMultipart(contentType, body);
        const read = readMultipart(changeSet?.contentType ?? '', changeSet?.content ?? '').map(({ content }) =>
          /RowKey='(.*)'\)/.exec(content)?.[1]?.replaceAll("''", "'"),
        );
        expect(read.map((text) => decodeURIComponent(text ?? ''))).toEqual(rowKeys);
      }),
    );
  });
});

describe('readMultipart', () => {
  it.each(['\r\n', '\n'])('reads parts with and without headers or content, whose lines end in %j', (lineBreak) => {
    const body = [
      ...[
        'before',
        '--b',
        'Content-TYPE:  text/x ',
        'Other: 1',
        '',
        'one',
        'two',
        '',
        '--b',
        '',
        'no headers',
        '--b',
        'A: 1',
      ],
      ...['--b', 'A: 1', '', '--b', '--b--', 'after', '--b', '', 'too late'],
    ].join(lineBreak);
    expect(readMultipart('multipart/mixed; boundary="b"', body)).toEqual([
      { contentType: 'text/x', content: ['one', 'two', ''].join(lineBreak) },
      { contentType: '', content: 'no headers' },
      { contentType: '', content: '' },
      { contentType: '', content: '' },
      { contentType: '', content: '' },
    ]);
  });

  it('takes only whole lines for a boundary', () => {
    const body = ['--b', '', '--bb', 'x--b', '--b y', '--b---', '--b--', ''].join('\r\n');
    const content = ['--bb', 'x--b', '--b y', '--b---'].join('\r\n');
    expect(readMultipart('multipart/mixed; boundary=b', body)).toEqual([{ contentType: '', content }]);
  });

  it('finds no parts without a boundary', () => {
    expect(readMultipart('text/plain', '--b\n\nx\n--b--')).toEqual([]);
  });
});

describe('readBatchAnswer', () => {
  it('takes as many successes as operations for applied', () => {
    expect(readBatchAnswer(answer(wrap(NO_CONTENT, NO_CONTENT)), 2)).toEqual({ kind: 'applied' });
  });

  it('finds the failure in an answer of status 202', () => {
    expect(readBatchAnswer(answer(wrap(NOT_FOUND)), 5)).toMatchObject({
      kind: 'failed',
      failure: { status: 404, serviceCode: 'ResourceNotFound', message: '3:The specified resource does not exist.' },
    });
  });

  it('reads answers whose lines end in LF, and failures outside a change set', () => {
    expect(readBatchAnswer(answer(wrap(NOT_FOUND).replaceAll('\r\n', '\n')), 5)).toMatchObject({
      failure: { status: 404 },
    });
    const flat = ['--batchresponse_1', 'Content-Type: application/http', '', NOT_FOUND, '--batchresponse_1--'].join(
      '\r\n',
    );
    expect(readBatchAnswer(answer(flat), 5)).toMatchObject({ failure: { status: 404 } });
  });

  it.each([
    ['too few successes', wrap(NO_CONTENT)],
    ['nothing', ''],
    ['something else', '<html>'],
  ])('does not take %s for applied: what happened is unknown', (_what, body) => {
    expect(readBatchAnswer(answer(body), 2)).toMatchObject({ kind: 'failed', failure: { status: undefined } });
  });

  it('reads the failure of the whole request', () => {
    expect(
      readBatchAnswer(answer('{"odata.error":{"code":"ServerBusy","message":{"value":"Busy."}}}', 503), 2),
    ).toMatchObject({
      kind: 'failed',
      failure: { status: 503, serviceCode: 'ServerBusy' },
    });
  });

  it('never throws, whatever the body', () => {
    fc.assert(fc.property(fc.string(), (body) => void readBatchAnswer(answer(`--batchresponse_1\n${body}`), 1)));
  });
});
