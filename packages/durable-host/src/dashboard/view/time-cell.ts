import { formatAge, formatTime } from './format-time.ts';
import { h, type VNode } from './vnode.ts';

/** A time as it is on the clock, and how long ago that is. */
export function timeCell(timeMs: number, nowMs: number): VNode {
  return h(
    'time',
    { datetime: new Date(timeMs).toISOString(), class: 'time' },
    h('span', { class: 'clock' }, formatTime(timeMs)),
    h('span', { class: 'age' }, ` ${formatAge(timeMs, nowMs)}`),
  );
}
