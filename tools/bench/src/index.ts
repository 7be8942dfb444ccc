export { nextMessage, startChild } from './child-process.ts';
export { type Comparison, compareReaders, order, withReaders } from './compare-readers.ts';
export { accountKey, containerPath, itemDocument, measuredItem } from './measured-account.ts';
export { median } from './median.ts';
export { type ReadFigures, type ReadOrder, serveOrders } from './reader-process.ts';
