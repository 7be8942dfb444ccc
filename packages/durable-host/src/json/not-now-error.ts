/** Something could not be asked of a worker, and is to be asked again later: nothing that has happened is lost by it. */
export class NotNowError extends Error {
  override readonly name: string = 'NotNowError';
}
