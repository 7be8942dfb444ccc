import { describe, expect, it } from '@jest/globals';
import { readTraceContext } from './trace-context.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const read = (headers: Readonly<Record<string, string>>) => readTraceContext((name) => headers[name]);

describe('readTraceContext', () => {
  it('reads both headers', () => {
    expect(read({ traceparent, tracestate: 'a=1,b=2' })).toEqual({ traceparent, tracestate: 'a=1,b=2' });
    expect(read({ traceparent })).toEqual({ traceparent });
  });

  it('takes a later version with more parts', () => {
    const later = `cc${traceparent.slice(2)}-more`;
    expect(read({ traceparent: later })).toEqual({ traceparent: later });
  });

  it('leaves a tracestate of more than 512 characters', () => {
    expect(read({ traceparent, tracestate: `a=${'x'.repeat(511)}` })).toEqual({ traceparent });
  });

  it.each([
    '',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01',
    `${traceparent}-more`,
    'nonsense',
  ])('takes %p for none', (malformed) => expect(read({ traceparent: malformed })).toBeUndefined());
});
