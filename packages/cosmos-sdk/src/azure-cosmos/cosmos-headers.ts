/** Headers by name, in lower case where the service sent them. */
export interface CosmosHeaders {
  [key: string]: string | boolean | number;
}
