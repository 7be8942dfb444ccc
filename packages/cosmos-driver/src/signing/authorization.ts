/**
 * The value of the `authorization` header for a signature made with an account key.
 *
 * The whole token is form-url-encoded. Of what a base64 signature holds, that changes `+`, `/` and `=`.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
 */
export function masterKeyAuthorization(signature: string): string {
  return `type%3Dmaster%26ver%3D1.0%26sig%3D${encodeURIComponent(signature)}`;
}
