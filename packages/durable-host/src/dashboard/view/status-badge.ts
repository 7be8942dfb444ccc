import { h, type VNode } from './vnode.ts';

/** The statuses of instances, in the order they come to pass. */
export const statuses: readonly string[] = ['Pending', 'Running', 'Suspended', 'Completed', 'Failed', 'Terminated'];

const signs: Readonly<Record<string, string>> = {
  ...{ Pending: '◷', Running: '▶', Suspended: '‖', Completed: '✓', Failed: '✕', Terminated: '■' },
};

/** A status by name, sign and colour. */
export function statusBadge(status: string): VNode {
  const known = statuses.includes(status) ? status.toLowerCase() : 'pending';
  return h('span', { class: `badge is-${known}` }, h('span', { 'aria-hidden': 'true' }, signs[status] ?? '?'), status);
}
