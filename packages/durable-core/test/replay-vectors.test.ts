import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type OrchestrationAnswer, runOrchestration } from '@perdura/durable-core';
import { durableFunctionsOrchestration } from './fakes/durable-functions-context.ts';
import { decisions, notRun } from './vector-decisions.ts';

interface Vector {
  readonly name: string;
  readonly description: string;
  readonly orchestrator: string;
  readonly input: unknown;
  readonly expected: { readonly kind: string; readonly result?: object; readonly trace: readonly unknown[] };
}

const folder = new URL('./vectors/replay/', import.meta.url);
const vectors = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function answer(vector: Vector): Promise<{ kind: string; result: unknown; trace: readonly unknown[] }> {
  const trace: unknown[] = [];
  const definition = durableFunctionsOrchestration(vector.orchestrator, (value) => trace.push(value));
  const { kind, state }: OrchestrationAnswer = await runOrchestration(definition, vector.input, { log: silent });
  return JSON.parse(JSON.stringify({ kind, result: state, trace }));
}

describe('recorded answers of durable-functions 3.5', () => {
  it('has every vector run or named with the reason why not', () => {
    const names = vectors.map(({ name }) => name);
    expect(names).toHaveLength(139);
    expect(Object.keys(notRun).filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.keys(decisions).filter((name) => !names.includes(name) || name in notRun)).toEqual([]);
  });

  const run = vectors.filter(({ name }) => !(name in notRun));
  const same = run.filter(({ name }) => !(name in decisions));
  const different = run.filter(({ name }) => name in decisions);

  it.each(same)('$name: $description', async (vector) => {
    const { kind, result, trace } = vector.expected;
    expect(await answer(vector)).toEqual({ kind, result, trace });
  });

  it.each(different.map((vector) => ({ ...vector, rule: decisions[vector.name]?.rule })))(
    '$name, by our rule "$rule"',
    async (vector) => {
      const { kind, result, trace, throwsCode } = decisions[vector.name] ?? {};
      if (throwsCode !== undefined) {
        await expect(answer(vector)).rejects.toMatchObject({ name: 'DurableError', code: throwsCode });
        return;
      }
      expect(await answer(vector)).toEqual({
        kind: kind ?? vector.expected.kind,
        // through JSON, which drops the members a decision takes away
        result: JSON.parse(JSON.stringify({ ...vector.expected.result, ...result })),
        trace: trace ?? vector.expected.trace,
      });
    },
  );
});
