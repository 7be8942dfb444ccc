import { describe, expect, it } from '@jest/globals';
import { orders } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { ItemReference } from '../operation/item-reference.ts';
import { describeOperation } from './describe-operation.ts';

describe('describeOperation', () => {
  it('is one line, whatever the id', () => {
    const forged = ItemReference.from(orders, 'ada', '1\r\n2025 forged\u0085line');
    expect(describeOperation(CosmosOperation.readItem(forged))).toBe(
      'read_item dbs/db/colls/orders/docs/1 2025 forged line',
    );
  });
});
