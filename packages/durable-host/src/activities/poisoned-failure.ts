import { activityFailure, type TaskFailure } from '@perdura/durable-core/engine';

/** How the task of an activity fails that has been begun too often and never ended. */
export function poisonedFailure({ name, starts }: { readonly name: string; readonly starts: number }): TaskFailure {
  const errorMessage = `It was begun ${starts} times and the process died each time, so it is not begun again.`;
  return activityFailure(name, { errorType: 'activity-poisoned', errorMessage, isNonRetriable: true });
}
