import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { activity } from '@perdura/durable-core';
import { resolveHostLimits } from '../src/options/host-limits.ts';
import { resolveHostOptions } from '../src/options/host-options.ts';
import { checkListenOptions } from '../src/options/listen-options.ts';
import { resolveWorkers } from '../src/options/worker-options.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const work = activity('work', () => 'done');
const required = { database: ':memory:', functions: [work] };
const noActivities = { activityNames: [] };
const worker = { url: 'http://127.0.0.1:7072', functions: ['work'] };

/** The first table of a section: name and default of each row. */
function tableOf(section: string): readonly (readonly [name: string, byDefault: string])[] {
  const [, text = ''] = readme.split(`\n## ${section}\n`);
  const rows = text.split('\n## ')[0]?.matchAll(/^\| `(\w+)` .*\| ([^|]*?) *\|$/gm) ?? [];
  return [...rows].map(([, name = '', byDefault = '']) => [name, byDefault]);
}

/** The names a check tells when it is given one it does not know. */
function knownTo(check: (options: never) => unknown): readonly string[] {
  try {
    check({ nonsense: 1 } as never);
  } catch (error) {
    return /Known[^:]*: (.*)\./.exec(String(error))?.[1]?.split(', ') ?? [];
  }
  return [];
}

describe('the README', () => {
  it('lists every option of DurableHost.open, and no other', () => {
    const known = knownTo((options) => resolveHostOptions({ ...required, ...(options as object) }));
    expect(known.length).toBeGreaterThan(10);
    expect(tableOf('Options').map(([name]) => name)).toEqual(known);
  });

  it('tells their defaults', () => {
    const { access, ...resolved } = resolveHostOptions(required);
    const byDefault: Readonly<Record<string, unknown>> = { ...resolved, ...access };
    const told = tableOf('Options').filter(([, text]) => /^(`'.*'`|`(true|false)`|[\d,]+)$/.test(text));
    expect(told.length).toBeGreaterThan(5);
    for (const [name, text] of told) expect([name, toldValue(text)]).toEqual([name, byDefault[name]]);
  });

  it('lists every limit with its default, and no other', () => {
    const known = knownTo((options) => resolveHostLimits(options, noActivities));
    const resolved: Readonly<Record<string, unknown>> = { ...resolveHostLimits({}, noActivities) };
    const told = tableOf('Limits');
    expect(told.map(([name]) => name).toSorted()).toEqual(known.toSorted());
    for (const [name, text] of told.filter(([, byDefault]) => byDefault !== 'none')) {
      expect([name, toldValue(text)]).toEqual([name, resolved[name]]);
    }
  });

  it.each([
    ['listen', knownTo(checkListenOptions)],
    ['workers', knownTo((options) => resolveWorkers([{ ...worker, ...(options as object) }]))],
    ['a limit of an activity', knownTo((options) => resolveHostLimits({ activityDefaults: options }, noActivities))],
  ])('speaks of every option of %s', (_of, known) => {
    expect(known.length).toBeGreaterThan(2);
    expect(known.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
  });
});

function toldValue(text: string): unknown {
  const plain = text.replaceAll('`', '');
  if (plain.startsWith("'")) return plain.slice(1, -1);
  return plain === 'true' || plain === 'false' ? plain === 'true' : Number(plain.replaceAll(',', ''));
}
