import type { Region } from '../account/region.ts';
import type { ItemWrite } from './item-write.ts';

/** Writes to one partition that happen as one: they get one log sequence number, and no reader sees some of them only. */
export interface Commit {
  /** Region that took the writes. */
  readonly region: Region;
  /** Id of the range they were made in; its descendants take them, should it be gone. */
  readonly rangeId: string;
  /** At least one. */
  readonly writes: readonly ItemWrite[];
}
