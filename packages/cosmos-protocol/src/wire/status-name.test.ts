import { describe, expect, it } from '@jest/globals';
import { statusName } from './status-name.ts';

describe('statusName', () => {
  it.each<[number, number | undefined, string]>([
    [404, undefined, 'NotFound'],
    [404, 0, 'NotFound'],
    [404, 1002, 'ReadSessionNotAvailable'],
    [410, 1002, 'PartitionKeyRangeGone'],
    [403, 1008, 'DatabaseAccountNotFound'],
    [410, 1008, 'CompletingPartitionMigration'],
    [403, 3, 'WriteForbidden'],
    [429, 3200, 'RuBudgetExceeded'],
    [200, undefined, 'OK'],
  ])('names %i/%p %s', (status, subStatus, name) => {
    expect(statusName(status, subStatus)).toBe(name);
  });

  it('falls back to the name of the status', () => {
    expect(statusName(404, 4711)).toBe('NotFound');
  });

  it('answers undefined for a status it does not know', () => {
    expect(statusName(299, 3)).toBeUndefined();
  });
});
