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

/** The value of the `authorization` header for a token of Microsoft Entra ID. */
export function entraAuthorization(token: string): string {
  return `type%3Daad%26ver%3D1.0%26sig%3D${encodeURIComponent(token)}`;
}

/** The value of the `authorization` header for a resource token, which comes with its type; some services encode it already. */
export function resourceTokenAuthorization(token: string): string {
  return token.startsWith('type=') ? encodeURIComponent(token) : token;
}
