/** A file that is to be written. */
export interface NewFile {
  /** Its name, in the folder of all of them. */
  readonly name: string;
  readonly text: string;
}
