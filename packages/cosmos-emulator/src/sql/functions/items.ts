import { decodeResourceId } from '@perdura/cosmos-protocol';
import { define, type FunctionFamily } from './sql-function.ts';

/** @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/documentid */
export const itemFunctions: FunctionFamily = {
  DOCUMENTID: define(1, 1, (item) => {
    if (typeof item !== 'object' || item === null || !('_rid' in item) || typeof item._rid !== 'string')
      return undefined;
    const named = decodeResourceId(item._rid);
    return named?.kind === 'document' ? Number(named.item) : undefined;
  }),
};
