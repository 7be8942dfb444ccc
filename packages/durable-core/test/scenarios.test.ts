import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { durableFunctionsOrchestration } from './fakes/durable-functions-context.ts';
import { runInExtensionModel, type Surroundings } from './fakes/extension-model.ts';

interface Scenario {
  readonly name: string;
  readonly orchestrator: string;
  readonly outcome: {
    readonly status: string;
    readonly value: unknown;
    readonly virtualSeconds: number;
    readonly executions: object;
  };
  readonly transcript: readonly string[];
}

const file = new URL('./vectors/scenarios.json', import.meta.url);
const { scenarios } = JSON.parse(readFileSync(file, 'utf8')) as { scenarios: readonly Scenario[] };

const after = (afterMs: number, result?: unknown) => ({ afterMs, result });
const failing = (afterMs: number, reason: string, isNonRetriable = false) => ({
  afterMs,
  failure: { reason, details: 'd', isNonRetriable },
});

/** What the activities of each scenario do; read from its transcript. */
const surroundings: Readonly<Record<string, Surroundings>> = {
  'e2e-all-failfast-then-undo': {
    activity: (name, n) =>
      name === 'Undo' ? after(1000, 'r') : n === 1 ? failing(10_000, 'boom') : after(10_000 * Number(n)),
  },
  'e2e-select-loop-then-activity': {
    activity: (name, n) => (name === 'Tail' ? after(500, 'tail') : after(1000 * Number(n), `r${n}`)),
  },
  'e2e-window-2': { activity: (_name, n) => after(n === 1 ? 9000 : 1000, `w${n}`) },
  'e2e-deadline-loop-events': {
    activity: (_name, votes) => after(1000, `tally:${JSON.stringify(votes)}`),
    events: [
      { atMs: 1000, name: 'vote', data: 'A' },
      { atMs: 2000, name: 'vote', data: 'B' },
    ],
  },
  'e2e-retry-exhausted': {
    activity: (name, _input, run) => (name === 'After' ? after(1000, 'after') : failing(1000, `try${run}`)),
  },
  'e2e-retry-timeout-hang': { activity: (_name, _input, run) => failing(1000, `try${run}`) },
  'e2e-retry-nonretriable-hang': { activity: () => failing(1000, 'never', true) },
  'e2e-throw-string-hang': { activity: (_name, n) => after(1000, n) },
  'e2e-all-of-completed-hang': { activity: (_name, n) => after(1000, n) },
  'e2e-all-of-completed-tasks-executions': { activity: (_name, n) => after(1000, n) },
  'e2e-all-failfast-with-unraised-event-hang': {
    activity: (name) => (name === 'Undo' ? after(1000, 'undone') : failing(1000, 'boom')),
  },
  'e2e-window-slow-new': { activity: (_name, n) => after(n === 3 ? 20_000 : n === 1 ? 3000 : 1000, `w${n}`) },
  'e2e-event-pump': { events: [1, 2, 3].map((n) => ({ atMs: 1000 * n, name: 'm', data: n })) },
  'e2e-long-timer': { activity: (_name, x) => after(1000, x) },
  'e2e-window-with-retry': {
    activity: (_name, n, run) => {
      const afterMs = 1500 + 10 * Number(n);
      return n === 1 && run < 3 ? failing(afterMs, 'boom') : after(afterMs, `w${n}`);
    },
  },
};

describe('whole orchestrations in a model of the Functions host', () => {
  it('has every scenario run', () => {
    const names = scenarios.map(({ name }) => name);
    process.stdout.write(`scenarios, default: ${names.length} of ${names.length} run\n`);
    expect(Object.keys(surroundings).sort()).toEqual(names.sort());
  });

  it.each(scenarios.filter(({ name }) => name in surroundings))('$name', async (scenario) => {
    const definition = durableFunctionsOrchestration(scenario.orchestrator);
    const { transcript, ...outcome } = await runInExtensionModel(definition, surroundings[scenario.name] ?? {});
    expect({ outcome, transcript }).toEqual({ outcome: scenario.outcome, transcript: scenario.transcript });
  });
});
