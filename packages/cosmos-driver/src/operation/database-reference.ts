import { encodeResourceIdSegment } from './resource-id-segment.ts';

/** Names a database, whether or not it exists. */
export class DatabaseReference {
  /** Tells references apart. */
  readonly kind = 'database';
  /** The database's id. */
  readonly id: string;
  /** Path of its URL, percent-encoded, such as `/dbs/shop`. */
  readonly path: string;
  /** Its link as it is signed, not encoded, such as `dbs/shop`. */
  readonly link: string;

  private constructor(id: string) {
    this.path = `/dbs/${encodeResourceIdSegment('database', id)}`;
    this.link = `dbs/${id}`;
    this.id = id;
    Object.freeze(this);
  }

  /** @throws {TypeError} when the id is empty or cannot be addressed. */
  static from(id: string): DatabaseReference {
    return new DatabaseReference(id);
  }
}
