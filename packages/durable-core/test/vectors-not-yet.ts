const entities = 'no orchestration: entity-vectors.test.ts runs it';

/** Vectors that are not run, each with the reason. */
export const vectorsNotYet: Readonly<Record<string, string>> = {
  'entity-batch-add-get': entities,
  'entity-batch-delete': entities,
  'entity-batch-delete-then-add': entities,
  'entity-batch-fresh': entities,
  'entity-batch-return-then-throw': entities,
  'entity-batch-return-twice': entities,
  'entity-batch-signal': entities,
};
