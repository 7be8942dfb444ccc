import { RestError } from '@azure/core-rest-pipeline';
import { describe, expect, it } from '@jest/globals';
import { classifyFailure, type FailureMeaning } from './classify-failure.ts';
import { readErrorBody, readThrownFailure, type ServiceFailure } from './service-failure.ts';

const failure = (status: number | undefined, serviceCode?: string, message = ''): ServiceFailure => ({
  status,
  serviceCode,
  message,
  retryAfterMs: undefined,
});

describe('classifyFailure', () => {
  it.each<[string, ServiceFailure, FailureMeaning]>([
    ['a missing row by its index', failure(404, 'ResourceNotFound', '3:The …'), { kind: 'row-missing', index: 3 }],
    [
      'a missing row by its documented name',
      failure(404, 'EntityNotFound', '0:The …'),
      { kind: 'row-missing', index: 0 },
    ],
    [
      'a missing row nobody names',
      failure(404, 'ResourceNotFound', 'The …'),
      { kind: 'row-missing', index: undefined },
    ],
    [
      'a missing table, which is not a missing row',
      failure(404, 'TableNotFound', '0:The …'),
      { kind: 'table-missing' },
    ],
    ['a table that is being deleted', failure(409, 'TableBeingDeleted', '0:The …'), { kind: 'table-going' }],
    ['a 404 of anything else', failure(404, undefined), { kind: 'refused' }],
    [
      'a touched row by its index',
      failure(412, 'UpdateConditionNotSatisfied', '99:The …'),
      { kind: 'row-touched', index: 99 },
    ],
    ['a full server', failure(503, 'ServerBusy'), { kind: 'busy', mayHaveBeenApplied: true }],
    ['a server error', failure(500, 'OperationTimedOut'), { kind: 'busy', mayHaveBeenApplied: true }],
    ['throttling', failure(429, 'TooManyRequests'), { kind: 'busy', mayHaveBeenApplied: false }],
    ['a lost connection', failure(undefined, 'ECONNRESET'), { kind: 'busy', mayHaveBeenApplied: true }],
    ['a refused connection', failure(undefined, 'ECONNREFUSED'), { kind: 'busy', mayHaveBeenApplied: false }],
    ['too many bytes', failure(413, 'RequestBodyTooLarge'), { kind: 'too-large' }],
    ['a wrong operation', failure(400, 'InvalidInput', '0:…'), { kind: 'rejected' }],
    ['a wrong key', failure(403, 'AuthenticationFailed'), { kind: 'denied' }],
  ])('tells %s', (_what, given, meaning) => {
    expect(classifyFailure(given)).toEqual(meaning);
  });
});

describe('readThrownFailure', () => {
  it('finds the code of a single operation in details, where its code is undefined', () => {
    const error = new RestError('not found', { statusCode: 404 });
    error.details = { odataError: { code: 'TableNotFound', message: { value: 'The table\nRequestId:1' } } };
    expect(error.code).toBeUndefined();
    expect(readThrownFailure(error)).toEqual(failure(404, 'TableNotFound', 'The table'));
    error.details = { errorCode: 'ResourceNotFound' };
    expect(readThrownFailure(error)).toMatchObject({ serviceCode: 'ResourceNotFound' });
  });

  it('finds the code of a transaction in code', () => {
    const error = new RestError('0:gone', { statusCode: 404, code: 'ResourceNotFound' });
    expect(readThrownFailure(error)).toEqual(failure(404, 'ResourceNotFound', '0:gone'));
  });

  it('knows a network failure, and leaves bugs alone', () => {
    expect(readThrownFailure(new RestError('read ECONNRESET', { code: 'ECONNRESET' }))).toMatchObject({
      status: undefined,
      serviceCode: 'ECONNRESET',
    });
    const misuse = Object.assign(new TypeError('bad'), { code: 'ERR_INVALID_ARG_TYPE' });
    for (const error of [misuse, new Error('bug'), 'text', undefined]) expect(readThrownFailure(error)).toBeUndefined();
  });
});

describe('readErrorBody', () => {
  const headers = (values: Record<string, string>): { get(name: string): string | undefined } => ({
    get: (name) => values[name.toLowerCase()],
  });

  it('reads OData JSON, XML of the front end, and a bare header', () => {
    const json = '{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"Busy.\\nTime:1"}}}';
    expect(readErrorBody(503, json)).toEqual(failure(503, 'ServerBusy', 'Busy.'));
    const xml =
      '<?xml version="1.0"?><m:error xmlns:m="x"><m:code>AuthenticationFailed</m:code><m:message xml:lang="en">No.</m:message></m:error>';
    expect(readErrorBody(403, xml)).toEqual(failure(403, 'AuthenticationFailed', 'No.'));
    expect(readErrorBody(413, '', headers({ 'x-ms-error-code': 'RequestBodyTooLarge' }))).toMatchObject({
      serviceCode: 'RequestBodyTooLarge',
    });
  });

  it.each([
    [{ 'retry-after-ms': '1500' }, 1500],
    [{ 'x-ms-retry-after-ms': '20' }, 20],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads how long to wait from %j', (values, expected) => {
    expect(readErrorBody(429, '', headers(values)).retryAfterMs).toBe(expected);
  });
});
