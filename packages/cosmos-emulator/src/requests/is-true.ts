/** Whether a header says `true`, in any case: clients write `True` here and `true` there. */
export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}
