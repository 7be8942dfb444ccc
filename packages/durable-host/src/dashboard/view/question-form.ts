import type { Question } from './page-state.ts';

/** One field of a question. */
export interface QuestionField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'json' | 'choice' | 'check';
  readonly isRequired?: boolean;
  readonly hint?: string;
  readonly choices?: readonly string[];
}

/** How a question is put. */
export interface QuestionForm {
  readonly title: string;
  /** What will happen. */
  readonly text?: string;
  readonly fields: readonly QuestionField[];
  /** What the button says that does it. */
  readonly action: string;
  readonly isDangerous: boolean;
}

const reason: QuestionField = { name: 'reason', label: 'Reason', kind: 'text' };
const json = (name: string, label: string): QuestionField => ({
  name,
  label,
  kind: 'json',
  hint: 'JSON; empty for none',
});
const recursive: QuestionField = { name: 'recursive', label: 'Its sub-orchestrations too', kind: 'check' };

/** Words a question. */
export function questionForm(question: Question, orchestrations: readonly string[]): QuestionForm {
  const form = (title: string, action: string, fields: readonly QuestionField[], text?: string): QuestionForm => ({
    ...{ title, action, fields, isDangerous: ['terminate', 'purge', 'delete-entity'].includes(question.kind) },
    ...(text !== undefined && { text }),
  });
  switch (question.kind) {
    case 'start':
      return form('Start an instance', 'Start', [
        { name: 'name', label: 'Orchestration', kind: 'choice', choices: orchestrations, isRequired: true },
        { name: 'id', label: 'Instance id', kind: 'text', hint: 'empty for a new one' },
        json('input', 'Input'),
      ]);
    case 'raise':
      return form(`Raise an event for ${question.id}`, 'Raise', [
        { name: 'event', label: 'Name of the event', kind: 'text', isRequired: true },
        json('input', 'Data'),
      ]);
    case 'suspend':
      return form(`Suspend ${question.id}?`, 'Suspend', [reason], 'What arrives for it is kept until it is resumed.');
    case 'resume':
      return form(`Resume ${question.id}?`, 'Resume', [reason]);
    case 'rewind':
      return form(
        `Rewind ${question.id}?`,
        'Rewind',
        [reason],
        'It goes back to before its failure: what failed runs again, and what came after the failure is forgotten.',
      );
    case 'restart':
      return question.isFinished
        ? form(
            `Restart ${question.id}?`,
            'Restart',
            [{ name: 'same', label: 'Under the same id, in place of this instance', kind: 'check' }],
            'An instance is started with the same input.',
          )
        : form(
            `Restart ${question.id}?`,
            'Restart',
            [],
            'An instance is started with the same input, under a new id. This one runs on.',
          );
    case 'terminate':
      return form(
        `Terminate ${question.id}?`,
        'Terminate',
        [reason, recursive],
        'It stops where it is and cannot go on.',
      );
    case 'purge':
      return form(
        `Purge ${question.id}?`,
        'Purge',
        [recursive],
        'The instance and its history are deleted. This cannot be undone.',
      );
    case 'signal':
      return form(`Signal ${question.name} ${question.key}`, 'Signal', [
        { name: 'operation', label: 'Operation', kind: 'text', isRequired: true },
        json('input', 'Input'),
      ]);
    case 'delete-entity':
      return form(
        `Delete ${question.name} ${question.key}?`,
        'Delete',
        [],
        'Its state is deleted. This cannot be undone.',
      );
  }
}
