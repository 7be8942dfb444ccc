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

/** Puts events into words. Ends take the name from their beginning, which has to come first. */
export function describeEvents(history: readonly HistoryItem[]): readonly EventWords[] {
  const names = new Map<number, string>();
  return history.map((item) => {
    const { id, name } = item;
    if (id !== undefined && name !== undefined && item.kind !== 'event-sent') names.set(id, name);
    const isTimer = item.kind.startsWith('timer');
    return {
      title: titles[item.kind] ?? item.kind,
      subject: item.request
        ? sentTo(item)
        : (name ?? (isTimer || id === undefined ? (item.status ?? '') : (names.get(id) ?? ''))),
      mood: moodOf(item),
    };
  });
}

function sentTo({ instanceId = '', request }: HistoryItem): string {
  return `${request?.operation ?? ''} to ${instanceId.replace(/^@/, '')}`;
}

function moodOf({ kind, status }: HistoryItem): EventWords['mood'] {
  if (kind.endsWith('-failed') || kind === 'execution-terminated' || status === 'Failed') return 'bad';
  return kind.endsWith('-completed') && kind !== 'orchestrator-completed' ? 'good' : 'neutral';
}
