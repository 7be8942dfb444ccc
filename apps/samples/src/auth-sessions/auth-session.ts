import { randomBytes, randomUUID } from 'node:crypto';

/** Who is signed in, kept under a GUID that nobody can guess. */
export interface AuthSession {
  /** The GUID, a random one: the row key. */
  readonly key: string;
  readonly user: string;
  /** What the identity provider signed. */
  readonly signedRequest: string;
}

/** Signs in so many users. */
export function signIn(count: number): readonly AuthSession[] {
  return Array.from({ length: count }, (_, index) => ({
    key: randomUUID(),
    user: `user-${index + 1}@example.com`,
    signedRequest: randomBytes(24).toString('base64url'),
  }));
}
