import { describe, expect, it } from '@jest/globals';
import { readStatus } from './read-status.ts';

const refusal = 'Query contains 1 or more unsupported features. Upgrade your SDK to a version that does support them.';

function read(status: number, message: string, subStatus?: string): string {
  const headers: Record<string, string> = subStatus === undefined ? {} : { 'x-ms-substatus': subStatus };
  const {
    code,
    subStatus: sub,
    name,
  } = readStatus(status, headers, new TextEncoder().encode(JSON.stringify({ message })));
  return `${code}/${sub} ${name}`;
}

describe('readStatus', () => {
  it('takes the sub-status from its header', () => {
    expect(read(404, '', '1002')).toBe('404/1002 ReadSessionNotAvailable');
    expect(read(404, '', 'many')).toBe('404/0 NotFound');
  });

  it('knows a query that the gateway cannot serve by its message alone', () => {
    expect(read(400, refusal)).toBe('400/1004 CrossPartitionQueryNotServable');
  });

  it.each<[string, number, string, string | undefined]>([
    ['400/0 BadRequest', 400, 'unsupported features', undefined],
    ['400/0 BadRequest', 400, 'Upgrade your SDK', undefined],
    ['400/1001 PartitionKeyMismatch', 400, refusal, '1001'],
    ['500/0 InternalServerError', 500, refusal, undefined],
  ])('leaves %s as it is', (expected, status, message, subStatus) => {
    expect(read(status, message, subStatus)).toBe(expected);
  });
});
