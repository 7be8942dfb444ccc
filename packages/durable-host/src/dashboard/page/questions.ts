import { emptyHistory, type Question } from '../view/page-state.ts';
import { questionForm } from '../view/question-form.ts';
import { questionRequest } from '../view/question-request.ts';
import type { FormValues } from '../view/vnode.ts';
import { type HostClient, RequestError } from './host-client.ts';
import type { PageStore } from './page-store.ts';

/** What happens after something was done. */
export interface Sequel {
  readonly goToInstance: (id: string) => void;
  readonly refresh: () => void;
}

/** Asks before something is done, and does it. */
export class Questions {
  readonly #store: PageStore;
  readonly #client: HostClient;
  readonly #sequel: Sequel;
  #count = 0;

  constructor(store: PageStore, client: HostClient, sequel: Sequel) {
    this.#store = store;
    this.#client = client;
    this.#sequel = sequel;
  }

  ask(question: Question): void {
    this.#count += 1;
    this.#store.change({ asking: { number: this.#count, question, isBusy: false } });
    this.#store.draw();
    const dialog = this.#store.root.querySelector('dialog');
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }

  dismiss(number: number): void {
    if (this.#store.state.asking?.number === number) this.#close();
  }

  async answer(values: FormValues): Promise<void> {
    const { asking } = this.#store.state;
    if (asking === undefined || asking.isBusy) return;
    const { question, number } = asking;
    const request = questionRequest(question, values);
    if ('problem' in request) return this.#say(number, question, request.problem);
    this.#store.change({ asking: { number, question, isBusy: true } });
    try {
      const { text } = await this.#client.change(request);
      this.#close();
      const { action } = questionForm(question, []);
      this.#store.change({ announcement: `${action}: done.` });
      const startedId = question.kind === 'start' || question.kind === 'restart' ? idOf(text) : undefined;
      if (startedId !== undefined) this.#sequel.goToInstance(startedId);
      else if (question.kind === 'purge') this.#store.change({ instance: 'missing', history: emptyHistory });
      this.#sequel.refresh();
    } catch (error) {
      if (error instanceof RequestError && error.kind === 'locked') this.#store.fail(error);
      else this.#say(number, question, error instanceof Error ? error.message : String(error));
    }
  }

  #say(number: number, question: Question, problem: string): void {
    if (this.#store.state.asking?.number !== number) return;
    this.#store.change({ asking: { number, question, isBusy: false, problem } });
  }

  /** Closed before it is taken away, a dialog gives the focus back to where it was. */
  #close(): void {
    this.#store.root.querySelector('dialog')?.close();
    this.#store.change({ asking: undefined });
  }
}

/** The id in the answer to a start. */
function idOf(text: string): string | undefined {
  const { id } = JSON.parse(text) as { readonly id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
