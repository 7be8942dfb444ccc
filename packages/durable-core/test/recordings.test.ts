import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type OrchestrationDefinition, orchestration } from '@perdura/durable-core';
import type { HistoryEvent } from '@perdura/durable-core/engine';
import { type ReplayReport, replayHistory, TestHub } from '@perdura/durable-core/testing';
import {
  functions,
  newActivities,
  type RecordedOrchestration,
  recordedOrchestrations,
} from './recorded-orchestrations.ts';

/** What a file of `recordings/<version>/` says. */
interface Recording {
  readonly instanceId: string;
  /** How it ended. */
  readonly outcome: unknown;
  /** What a replay of the whole history still asks for, such as waits whose event had come before. */
  readonly decisions: unknown;
  readonly history: readonly HistoryEvent[];
}

const folder = new URL('../recordings/', import.meta.url);
const fileOf = (version: string, name: string) => new URL(`${version}/${name}.json`, folder);

const readRecording = (version: string, name: string) =>
  JSON.parse(readFileSync(fileOf(version, name), 'utf8')) as Recording;

function orchestrationOf(name: string): OrchestrationDefinition {
  const recorded = recordedOrchestrations.find(({ orchestration }) => orchestration.name === name);
  if (recorded === undefined) throw new Error(`There is a recording of '${name}', and no orchestration of that name.`);
  return recorded.orchestration;
}

/** How an execution ended; of a failure its type, because messages may be worded anew. */
const endOf = ({ outcome }: ReplayReport): unknown =>
  outcome?.kind === 'failed' ? { kind: 'failed', errorType: outcome.failure.errorType } : outcome;

/** Leaves out stack traces: they name places on the machine that records, and no replay looks at them. */
const withoutStacks = (key: string, value: unknown): unknown =>
  key === 'stackTrace' || (key === 'details' && typeof value === 'string') ? undefined : value;

async function record(recorded: RecordedOrchestration): Promise<Recording> {
  const { orchestration: code, input, http, play } = recorded;
  const hub = new TestHub({ functions, activities: newActivities(), ...(http && { http }) });
  const instanceId = `recorded-${code.name}`;
  const instance = hub.start(code, input as never, { instanceId });
  await (play?.(hub, instance) ?? hub.run());
  const history = JSON.parse(JSON.stringify(instance.history, withoutStacks)) as HistoryEvent[];
  const report = await replayHistory(code, history, { instanceId });
  return { instanceId, outcome: endOf(report), decisions: report.decisions, history };
}

// `PERDURA_RECORD=1.2.0` writes the recordings of that version, once: what has been recorded stays as it is.
const recordedVersion = process.env.PERDURA_RECORD;
if (recordedVersion) {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(recordedVersion)) {
    throw new TypeError(`PERDURA_RECORD is a version such as 1.2.0, got '${recordedVersion}'.`);
  }
  mkdirSync(new URL(`${recordedVersion}/`, folder), { recursive: true });
  for (const recorded of recordedOrchestrations) {
    const file = fileOf(recordedVersion, recorded.orchestration.name);
    if (existsSync(file)) continue;
    writeFileSync(file, `${JSON.stringify(await record(recorded), null, 2)}\n`, { flag: 'wx' });
  }
}

describe.each(readdirSync(folder))('instances of version %s', (version) => {
  const names = readdirSync(new URL(`${version}/`, folder)).map((file) => file.replace(/\.json$/, ''));

  it.each(names)('go on with the code of today: %s', async (name) => {
    const { history, outcome, decisions, instanceId } = readRecording(version, name);
    const report = await replayHistory(orchestrationOf(name), history, { instanceId });
    expect(report.difference).toBeUndefined();
    expect(report.decisions).toEqual(decisions);
    expect(endOf(report)).toEqual(outcome);
  });

  it.each(names)('go on from every turn: %s', async (name) => {
    const { history, instanceId } = readRecording(version, name);
    for (const [index, { kind }] of history.entries()) {
      if (index === 0 || kind !== 'orchestrator-started') continue;
      const report = await replayHistory(orchestrationOf(name), history.slice(0, index), { instanceId });
      expect(report.difference).toBeUndefined();
      expect(report.outcome).toBeUndefined();
    }
  });
});

describe('a recording', () => {
  it.each(recordedOrchestrations)('can be made of $orchestration.name today', async (recorded) => {
    const { outcome, history } = await record(recorded);
    expect(outcome).toBeDefined();
    expect(history.length).toBeGreaterThan(10);
  });

  it('shows a change of the code', async () => {
    const [sequence] = recordedOrchestrations;
    if (sequence === undefined) throw new Error('Nothing is recorded.');
    const { history, instanceId } = await record(sequence);
    const changed = orchestration(sequence.orchestration.name, async (ctx) => ctx.callActivity('another'));
    expect((await replayHistory(changed, history, { instanceId })).difference).toContain("'another'");
  });
});
