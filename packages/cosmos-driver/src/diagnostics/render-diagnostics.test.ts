import { expect, it, jest } from '@jest/globals';
import { attemptRecord } from '../../test/fakes/attempt-record.ts';
import { defaults } from '../options/defaults.ts';
import type { AttemptRecord } from './attempt-record.ts';
import { CosmosDiagnostics } from './cosmos-diagnostics.ts';

type Rendered = { readonly [name: string]: Rendered & readonly Rendered[] };

const diagnose = (...attempts: AttemptRecord[]) =>
  new CosmosDiagnostics('a', 'read_item', attempts, 9, { ...defaults.diagnostics, maxRequestDiagnostics: 16 });
const detailed = (...attempts: AttemptRecord[]): Rendered => JSON.parse(diagnose(...attempts).render('detailed'));
const summary = (...attempts: AttemptRecord[]): Rendered => JSON.parse(diagnose(...attempts).render('summary'));

it('an attempt has what its answer says of session and time', () => {
  expect(detailed(attemptRecord({ sessionToken: '0:1#2', serverDurationMs: 1.5 })).requests).toMatchObject([
    { session_token: '0:1#2', server_duration_ms: 1.5 },
  ]);
});

it('the global endpoint is in no known region, wherever regions are named', () => {
  const global = () => attemptRecord({ region: undefined, endpoint: 'https://shop' });
  const many = detailed(...Array.from({ length: 20 }, global));
  expect(many.requests).toMatchObject([{ region: '(unknown)' }, { region: '(unknown)' }]);
  expect(many.compaction?.runs).toMatchObject([{ region: '(unknown)', endpoint: 'https://shop', count: 20 }]);
  expect(summary(global()).regions).toMatchObject([{ region: '(unknown)' }]);
});

it('a status without a name is shown with its number', () => {
  expect(summary(attemptRecord({ status: 299 })).regions).toMatchObject([{ first: { status: '299 (Unknown)' } }]);
});

it('two attempts in a region are the first and the last, without groups', () => {
  const [region] = summary(attemptRecord(), attemptRecord({ status: 429 })).regions ?? [];
  expect(Object.keys(region ?? {})).toEqual(['region', 'request_count', 'total_request_charge', 'first', 'last']);
});

it('the bound of a summary is in bytes, not in characters', () => {
  const attempts = Array.from({ length: 16 }, (_, index) => attemptRecord({ region: `${'é'.repeat(60)} ${index}` }));
  const text = JSON.stringify(summary(...attempts));
  const bound = (maxSummarySizeBytes: number) =>
    new CosmosDiagnostics('a', 'read_item', attempts, 9, { ...defaults.diagnostics, maxSummarySizeBytes });
  expect(JSON.parse(bound(Buffer.byteLength(text)).render('summary'))).not.toHaveProperty('truncated');
  expect(JSON.parse(bound(Buffer.byteLength(text) - 1).render('summary'))).toHaveProperty('truncated', true);
});

it.each(['summary', 'detailed'] as const)('the %s is made when somebody asks for it, and once', (verbosity) => {
  const stringify = jest.spyOn(JSON, 'stringify');
  const diagnostics = diagnose(attemptRecord());
  expect(stringify).not.toHaveBeenCalled();
  expect(diagnostics.render(verbosity)).toBe(diagnostics.render(verbosity));
  expect(stringify).toHaveBeenCalledTimes(1);
  stringify.mockRestore();
});
