const entities = 'entities are not there yet';
const locks = 'entity locks are not there yet';

/** Vectors that are not run, each with the reason. */
export const vectorsNotYet: Readonly<Record<string, string>> = {
  'entity-batch-add-get': entities,
  'entity-batch-delete': entities,
  'entity-batch-delete-then-add': entities,
  'entity-batch-fresh': entities,
  'entity-batch-return-then-throw': entities,
  'entity-batch-return-twice': entities,
  'entity-batch-signal': entities,
  'entity-call-error': entities,
  'entity-call-no-eventsent': entities,
  'entity-signal': entities,
  'lock-empty': locks,
  'lock-islocked-none': locks,
  'lock-requires-v4': locks,
  'lock-rules': locks,
  'lock-schedule-v4': locks,
};
