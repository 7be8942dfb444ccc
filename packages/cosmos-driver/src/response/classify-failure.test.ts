import { describe, expect, it } from '@jest/globals';
import { classifyFailure } from './classify-failure.ts';

const coded = (code: string): Error => Object.assign(new Error(code), { code });

describe('classifyFailure', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ])('knows that nothing was sent before %s', (code) => {
    expect(classifyFailure(coded(code)).requestSent).toBe('not-sent');
  });

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_ABORTED'])(
    'does not know what happened before %s',
    (code) => {
      expect(classifyFailure(coded(code)).requestSent).toBe('unknown');
    },
  );

  it('looks at causes and at the errors of several addresses', () => {
    expect(classifyFailure(new TypeError('fetch failed', { cause: coded('ECONNREFUSED') })).requestSent).toBe(
      'not-sent',
    );
    expect(classifyFailure(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')])).requestSent).toBe(
      'not-sent',
    );
  });

  it('believes a transport that knows', () => {
    const known = Object.assign(new Error('body', { cause: coded('ECONNREFUSED') }), { requestSent: 'sent' });
    expect(classifyFailure(known).requestSent).toBe('sent');
  });

  it('survives whatever is thrown', () => {
    const circle: { cause?: unknown } = {};
    circle.cause = circle;
    for (const thrown of [undefined, null, 'text', 1, circle]) {
      expect(classifyFailure(thrown)).toEqual({
        kind: 'transport-failure',
        requestSent: 'unknown',
        hostUnreachable: false,
        error: thrown,
      });
    }
  });

  it('knows when there is no way to the host, however often one tries', () => {
    expect(classifyFailure(new TypeError('fetch failed', { cause: coded('ECONNREFUSED') })).hostUnreachable).toBe(true);
    expect(classifyFailure(new AggregateError([coded('ENOTFOUND')])).hostUnreachable).toBe(true);
    expect(classifyFailure(coded('ECONNRESET')).hostUnreachable).toBe(false);
    expect(classifyFailure(Object.assign(new Error('dropped'), { requestSent: 'not-sent' })).hostUnreachable).toBe(
      false,
    );
  });
});
