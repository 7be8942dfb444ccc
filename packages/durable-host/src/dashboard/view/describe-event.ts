import type { HistoryItem } from '../model.ts';

const titles: Readonly<Record<string, string>> = {
  'orchestrator-started': 'Turn begins',
  'orchestrator-completed': 'Turn ends',
  'execution-started': 'Started',
  'task-scheduled': 'Activity scheduled',
  'task-completed': 'Activity completed',
  'task-failed': 'Activity failed',
  'sub-orchestration-created': 'Sub-orchestration started',
  'sub-orchestration-completed': 'Sub-orchestration completed',
  'sub-orchestration-failed': 'Sub-orchestration failed',
  'timer-created': 'Timer set',
  'timer-fired': 'Timer fired',
  'timer-cancelled': 'Timer cancelled',
  'event-awaited': 'Waits for event',
  'event-raised': 'Event raised',
  'event-sent': 'Message sent',
  'execution-completed': 'Finished',
  'execution-terminated': 'Terminated',
  'execution-suspended': 'Suspended',
  'execution-resumed': 'Resumed',
  'execution-rewound': 'Rewound',
};

/** An event in words, and what it is about. */
export interface EventWords {
  readonly title: string;
  readonly subject: string;
  /** `good` and `bad` ends, and all that is neither. */
  readonly mood: 'good' | 'bad' | 'neutral';
}

/** Puts events into words. Ends take the name from their beginning, answers from their request, which have to come first. */
export function describeEvents(history: readonly HistoryItem[]): readonly EventWords[] {
  const names = new Map<number, string>();
  const requests = new Map<string, string>();
  return history.map((item): EventWords => {
    const { kind, id, name } = item;
    if (id !== undefined && name !== undefined && kind !== 'event-sent') names.set(id, name);
    if (item.request?.id !== undefined) requests.set(item.request.id, sentTo(item));
    const request = requests.get(name ?? '');
    if (request !== undefined && kind === 'event-awaited') {
      return { title: 'Waits for entity', subject: request, mood: 'neutral' };
    }
    if (request !== undefined && kind === 'event-raised') {
      return item.hasFailed
        ? { title: 'Entity failed', subject: request, mood: 'bad' }
        : { title: 'Entity answered', subject: request, mood: 'good' };
    }
    return { title: titles[kind] ?? kind, subject: subjectOf(item, names), mood: moodOf(item) };
  });
}

function subjectOf(item: HistoryItem, names: ReadonlyMap<number, string>): string {
  if (item.request) return sentTo(item);
  const { kind, id, name, status = '' } = item;
  if (name !== undefined) return name;
  return id === undefined || kind.startsWith('timer') ? status : (names.get(id) ?? '');
}

function sentTo({ instanceId = '', request }: HistoryItem): string {
  return `${request?.operation ?? ''} to ${instanceId.replace(/^@/, '')}`;
}

function moodOf({ kind, status }: HistoryItem): EventWords['mood'] {
  if (kind.endsWith('-failed') || kind === 'execution-terminated' || status === 'Failed') return 'bad';
  return kind.endsWith('-completed') && kind !== 'orchestrator-completed' ? 'good' : 'neutral';
}
