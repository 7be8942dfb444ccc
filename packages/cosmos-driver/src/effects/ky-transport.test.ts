import { describe, expect, it } from '@jest/globals';
import { classifyFailure } from '../response/classify-failure.ts';
import { kyTransport } from './ky-transport.ts';
import { isAnswerTooLarge } from './transport.ts';

const request = { method: 'GET', url: 'https://east/', headers: {}, timeoutMs: 5_000 };

describe('kyTransport', () => {
  it('fails on a redirect that a browser hides', async () => {
    const hidden = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    const error: unknown = await kyTransport({ fetch: async () => hidden })
      .send(request)
      .catch((caught: unknown) => caught);
    expect([classifyFailure(error).requestSent, String(error)]).toEqual(['sent', 'Error: The answer is a redirect']);
  });

  it('reads nothing of an answer that is said to be too long', async () => {
    let cancelled = false;
    const body = new ReadableStream(
      {
        pull: () => {
          throw new Error('It was read.');
        },
        cancel: () => {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const answer = new Response(body, { headers: { 'content-length': '4' } });
    const error: unknown = await kyTransport({ fetch: async () => answer })
      .send({ ...request, maxResponseBytes: 3 })
      .catch((caught: unknown) => caught);
    expect([isAnswerTooLarge(error), cancelled]).toEqual([true, true]);
  });

  it('sends once when the network fails, and tells what fetch did', async () => {
    let asked = 0;
    const broken = new TypeError('fetch failed');
    const fetch: typeof globalThis.fetch = async () => {
      asked++;
      throw broken;
    };
    const error: unknown = await kyTransport({ fetch })
      .send(request)
      .catch((caught: unknown) => caught);
    expect([asked, String((error as Error).cause ?? error)]).toEqual([1, String(broken)]);
  });

  it('asks no more of fetch than one request, without following redirects', async () => {
    const asked: RequestInit[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const { redirect, method } = input as Request;
      asked.push({ redirect, method, ...init });
      return new Response(null, { status: 503 });
    };
    expect((await kyTransport({ fetch }).send(request)).status).toBe(503);
    expect(asked).toMatchObject([{ redirect: 'manual', method: 'GET' }]);
  });
});
