/** How many reads of metadata may be under way to a second region. */
export interface HedgeSlots {
  /** Takes a slot; `false` when there is none left. */
  take(): boolean;
  /** Gives a slot back. */
  free(): void;
}

/** Makes the slots of a driver. */
export function createHedgeSlots(max: number): HedgeSlots {
  let taken = 0;
  return {
    take() {
      if (taken >= max) return false;
      taken++;
      return true;
    },
    free() {
      taken--;
    },
  };
}
