/** Any key: the fixed server lets everybody in, but every reader signs. */
export const accountKey: string = Buffer.alloc(64, 7).toString('base64');

/** What is read. */
export const measuredItem = {
  database: 'shop',
  container: 'orders',
  partitionKey: 'customer-0042',
  id: 'order-000042',
};

/** Path of the item's container. */
export const containerPath: string = `/dbs/${measuredItem.database}/colls/${measuredItem.container}`;

/** An item of 1 KB, with what the service adds. */
export const itemDocument: Readonly<Record<string, unknown>> = {
  id: measuredItem.id,
  customerId: measuredItem.partitionKey,
  status: 'open',
  total: 123.45,
  lines: [1, 2, 3].map((line) => ({ line, product: `product-${line}`, quantity: line, price: 9.99, gift: false })),
  address: { street: 'Rue de la Paix 1', city: 'Paris', postcode: '75002', country: 'FR' },
  note: 'x'.repeat(440),
  _rid: 'kX0wAJ8vXx0BAAAAAAAAAA==',
  _self: 'dbs/kX0wAA==/colls/kX0wAJ8vXx0=/docs/kX0wAJ8vXx0BAAAAAAAAAA==/',
  _etag: '"0500c3a7-0000-0d00-0000-6745a1b20000"',
  _attachments: 'attachments/',
  _ts: 1_732_616_626,
};
