import { describe, expect, it } from '@jest/globals';
import { encodeJson } from '../request/encode-json.ts';
import { batchRefusal } from './batch-refusal.ts';

describe('batchRefusal', () => {
  it('is the status of the operation that failed, not of those left undone with it', () => {
    const rows = [{ statusCode: 424 }, { statusCode: 404, subStatusCode: 1002 }, { statusCode: 424 }];
    expect(batchRefusal(encodeJson(rows))).toMatchObject({ code: 404, subStatus: 1002 });
    expect(batchRefusal(encodeJson([{ statusCode: 304 }, { statusCode: 409 }]))).toMatchObject({
      code: 409,
      subStatus: 0,
    });
  });

  it.each(['', '{}', 'null', '[null, 3]', '[{"statusCode":"409"}]', '[{"statusCode":200}]'])(
    'is nothing for %p',
    (text) => {
      expect(batchRefusal(new TextEncoder().encode(text))).toBeUndefined();
    },
  );
});
