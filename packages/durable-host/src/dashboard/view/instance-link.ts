import { writeHash } from './page-route.ts';
import { h, type VNode } from './vnode.ts';

/** A link to an instance. */
export function instanceLink(id: string): VNode {
  return h('a', { href: writeHash({ kind: 'instance', id }), class: 'id' }, id);
}
