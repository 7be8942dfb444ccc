import type { OpenQuestion, PageActions } from './page-state.ts';
import { type QuestionField, questionForm } from './question-form.ts';
import { h, type VNode } from './vnode.ts';

/** The dialog that asks a question. */
export function questionView(
  { number, question, isBusy, problem }: OpenQuestion,
  orchestrations: readonly string[],
  actions: PageActions,
): VNode {
  const { title, text, fields, action, isDangerous } = questionForm(question, orchestrations);
  return h(
    'dialog',
    { key: `question-${number}`, 'aria-labelledby': 'question-title', on: { close: () => actions.dismiss(number) } },
    h(
      'form',
      { novalidate: true, on: { submit: actions.answer } },
      h('h2', { id: 'question-title' }, title),
      text !== undefined && h('p', {}, text),
      fields.map((field) => questionField(field)),
      h('p', { class: 'problem', role: 'alert' }, problem ?? ''),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', on: { click: () => actions.dismiss(number) } }, 'Cancel'),
        h('button', { type: 'submit', class: isDangerous ? 'danger solid' : 'primary', disabled: isBusy }, action),
      ),
    ),
  );
}

function questionField({ name, label, kind, hint, isRequired = false, choices = [] }: QuestionField): VNode {
  const id = `field-${name}`;
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  if (kind === 'check') {
    return h('label', { class: 'check', key: name }, h('input', { type: 'checkbox', name, value: 'true' }), label);
  }
  const shared = {
    id,
    name,
    required: isRequired,
    'aria-describedby': hintId,
    autocomplete: 'off',
    spellcheck: 'false',
  };
  return h(
    'div',
    { class: 'field', key: name },
    h('label', { for: id }, label),
    kind === 'choice'
      ? h(
          'select',
          { id, name, required: isRequired },
          choices.map((choice) => h('option', { value: choice }, choice)),
        )
      : kind === 'json'
        ? h('textarea', { ...shared, rows: 5 })
        : h('input', { ...shared, type: 'text' }),
    hint !== undefined && h('span', { class: 'hint', id: hintId }, hint),
  );
}
