import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type OrchestrationAnswer, type OrchestrationOptions, runOrchestration } from '@perdura/durable-core';
import { actionListDifferences, hostRetryHistories } from './action-list-differences.ts';
import { durableFunctionsOrchestration } from './fakes/durable-functions-context.ts';
import { type Decision, deviations, quirkDecisions } from './quirk-decisions.ts';
import { vectorsNotYet } from './vectors-not-yet.ts';

interface Vector {
  readonly name: string;
  readonly description: string;
  readonly quirk?: boolean;
  readonly orchestrator: string;
  readonly input: unknown;
  readonly expected: { readonly kind: string; readonly result?: object; readonly trace: readonly unknown[] };
}

const folder = new URL('./vectors/replay/', import.meta.url);
const vectors = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector);
const run = vectors.filter(({ name }) => !(name in vectorsNotYet));
const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function answer(vector: Vector, options: OrchestrationOptions) {
  const trace: unknown[] = [];
  const definition = durableFunctionsOrchestration(vector.orchestrator, (value) => trace.push(value), options);
  const { kind, state }: OrchestrationAnswer = await runOrchestration(definition, vector.input, { log: silent });
  return JSON.parse(JSON.stringify({ kind, result: state, trace }));
}

/** The recorded answer with what a decision changes; through JSON, which drops the members it takes away. */
function expectedAnswer({ expected }: Vector, decision: Partial<Decision> = {}, actions?: unknown) {
  const result = { ...expected.result, ...decision.result, ...(actions !== undefined && { actions }) };
  const { error } = result as { error?: { beginning?: string } };
  const plain = JSON.parse(JSON.stringify(result));
  return {
    kind: decision.kind ?? expected.kind,
    result: error?.beginning === undefined ? plain : { ...plain, error: expect.stringContaining(error.beginning) },
    trace: decision.trace ?? expected.trace,
  };
}

async function check(vector: Vector, options: OrchestrationOptions, decision?: Partial<Decision>, actions?: unknown) {
  if (decision?.throwsCode !== undefined) {
    const refusal = { name: 'DurableError', code: decision.throwsCode };
    await expect(answer(vector, options)).rejects.toMatchObject(refusal);
    return;
  }
  expect(await answer(vector, options)).toEqual(expectedAnswer(vector, decision, actions));
}

const namedWith = (list: Readonly<Record<string, { readonly rule: string }>>) =>
  run.filter(({ name }) => name in list).map((vector) => ({ ...vector, rule: list[vector.name]?.rule }));
const decided: Readonly<Record<string, Decision>> = { ...quirkDecisions, ...deviations };
const counts: string[] = [];

afterAll(() => {
  process.stdout.write(`${counts.join('\n')}\n`);
});

describe('recorded answers of durable-functions 3.5', () => {
  it('has every vector run or named with the reason why not', () => {
    const names = vectors.map(({ name }) => name);
    expect(names).toHaveLength(139);
    const listed = [vectorsNotYet, decided, actionListDifferences, hostRetryHistories].flatMap(Object.keys);
    expect(listed.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('decides every defect of durable-functions by name, and nothing else among them', () => {
    const quirks = run.filter(({ quirk }) => quirk === true).map(({ name }) => name);
    expect(Object.keys(quirkDecisions).sort()).toEqual(quirks.sort());
  });
});

describe('in the profile of durable-functions', () => {
  const options: OrchestrationOptions = { retryMode: 'host', actionLists: 'peer' };
  const equal = run.filter(({ name }) => !(name in decided));
  counts.push(
    `vectors, { retryMode: 'host', actionLists: 'peer' }: ${run.length} of ${vectors.length} run, ${equal.length} equal, ` +
      `${namedWith(quirkDecisions).length} by quirk decision, ${namedWith(deviations).length} by named deviation`,
  );

  it.each(equal)('$name: $description', (vector) => check(vector, options));

  it.each(namedWith(decided))('$name, by our rule "$rule"', (vector) => check(vector, options, decided[vector.name]));
});

describe('in the default profile', () => {
  const same = run.filter(({ name }) => !(name in actionListDifferences) && !(name in hostRetryHistories));
  counts.push(
    `vectors, default: ${run.length} of ${vectors.length} run, ${same.filter(({ name }) => !(name in decided)).length} equal, ` +
      `${same.filter(({ name }) => name in decided).length} as decided above, ` +
      `${namedWith(actionListDifferences).length} with another action list, ${namedWith(hostRetryHistories).length} with a host's retries`,
  );

  it.each(same)('$name: $description', (vector) => check(vector, {}, decided[vector.name]));

  it.each(namedWith(actionListDifferences))('$name, with another action list by the rule "$rule"', (vector) =>
    check(vector, {}, decided[vector.name], actionListDifferences[vector.name]?.actions),
  );

  it.each(namedWith(hostRetryHistories))('$name, by the rule "$rule"', (vector) =>
    check(vector, {}, hostRetryHistories[vector.name]),
  );
});
