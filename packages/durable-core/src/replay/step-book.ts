import type { Completion } from '../history/completion.ts';
import type { Call, TimerCall } from '../tasks/call.ts';
import type { Entry, HostLoop, ScriptItem, ScriptNode, Step } from './records.ts';
import { stepNode } from './script.ts';

/** Everything the host was asked for, by id and in order; gives out the ids. */
export class StepBook {
  /** What has a sequence id, by that id. */
  readonly byId: Step[] = [];
  /** All steps, waits for events and parts of timers included, in the order they were asked for. */
  readonly asked: Step[] = [];
  /** The same, grouped as the code yielded it. */
  readonly script: ScriptItem[] = [];

  readonly #early = new Map<number, Completion>();
  #waitCount = 0;
  #round = 0;
  #roundStartMs: number | undefined;
  #isRoundOver = false;

  /** Makes the next step of an entry. Waits for events are numbered by themselves and take no sequence id. */
  add(entry: Entry, call: Call, isOld: boolean, loop: HostLoop | undefined, nowMs: number): Step {
    const node = stepNode();
    const step = this.#make(entry, call, isOld, loop, node, nowMs);
    node.step = step;
    this.asked.push(step);
    return step;
  }

  /** Makes the next step of a host's loop: it takes an id, but nothing is asked for. The loop stays in the round it began in. */
  addToLoop({ entry, loop, node, round }: Step, call: Call, isOld: boolean, nowMs: number): Step {
    return this.#make(entry, call, isOld, loop, node, nowMs, round);
  }

  /** Makes the next part of a timer that the host splits: a step of a round of its own, in case it has to be asked for after all. */
  addPart(step: Step, call: TimerCall, isOld: boolean, nowMs: number): Step {
    this.endRound(step, nowMs);
    const part = this.#make(step.entry, call, isOld, step.loop, step.node, nowMs);
    this.asked.push(part);
    return part;
  }

  #make(
    entry: Entry,
    call: Call,
    isOld: boolean,
    loop: HostLoop | undefined,
    node: ScriptNode,
    nowMs: number,
    ofRound?: number,
  ): Step {
    this.#roundStartMs ??= nowMs;
    if (this.#isRoundOver && ofRound === undefined) {
      this.#round += 1;
      this.#isRoundOver = false;
    }
    const step: Step = {
      id: call.kind === 'event' ? this.#waitCount++ : this.byId.length,
      call,
      entry,
      round: ofRound ?? this.#round,
      loop,
      node,
      isOld,
      isRecorded: false,
      isOver: false,
      isCancelled: false,
    };
    entry.step = step;
    if (call.kind === 'event') return step;
    this.byId.push(step);
    // a host sends a release to each entity, and numbers all it sends
    if (call.kind === 'entity-release') for (let left = call.entities.length; left > 1; left--) this.byId.push(step);
    return step;
  }

  /** Notes that a step has ended by itself: what is asked for from now on belongs to another round. */
  endRound({ round }: Step, nowMs: number): void {
    if (round !== this.#round || this.#isRoundOver) return;
    this.#isRoundOver = true;
    this.#roundStartMs = nowMs;
  }

  /** When a host that waits round by round starts what is asked for now: the end of the round before, in milliseconds since 1970. */
  roundStartMs(nowMs: number): number {
    return this.#roundStartMs ?? nowMs;
  }

  /** Keeps a completion whose step does not exist yet; of several the first. */
  keepEarly(event: Completion): void {
    if (!this.#early.has(event.id)) this.#early.set(event.id, event);
  }

  /** The completion that came before this step, once. */
  takeEarly(id: number): Completion | undefined {
    const event = this.#early.get(id);
    if (event !== undefined) this.#early.delete(id);
    return event;
  }
}
