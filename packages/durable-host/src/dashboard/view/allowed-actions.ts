/** What can be done with an instance. */
export type InstanceAction = 'raise' | 'suspend' | 'resume' | 'rewind' | 'restart' | 'terminate' | 'purge';

/** Tells why an action is not possible in a status, in words for a button that is disabled; `undefined` when it is. */
export function whyNot(action: InstanceAction, status: string): string | undefined {
  const isOver = status === 'Completed' || status === 'Failed' || status === 'Terminated';
  switch (action) {
    case 'raise':
    case 'terminate':
      return isOver ? 'The instance has finished.' : undefined;
    case 'suspend':
      if (isOver) return 'The instance has finished.';
      return status === 'Suspended' ? 'The instance is suspended already.' : undefined;
    case 'resume':
      return status === 'Suspended' ? undefined : 'The instance is not suspended.';
    case 'rewind':
      return status === 'Failed' ? undefined : 'Only an instance that has failed can be rewound.';
    case 'restart':
      return undefined;
    case 'purge':
      return isOver ? undefined : 'Only an instance that has finished can be purged.';
  }
}
