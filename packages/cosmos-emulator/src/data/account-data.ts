/** What an account holds, as `importData` takes it, `exportData` gives it and a data file has it in JSON. */
export interface AccountData {
  readonly databases: readonly DatabaseData[];
}

/** Request units per second, or the most of them by autoscale. */
export type ThroughputData = number | { readonly maxThroughput: number; readonly autoUpgradePolicy?: object };

/** A database and what lies in it. */
export interface DatabaseData {
  /** Id of the database. */
  readonly id: string;
  /** Throughput that its containers share. (default none) */
  readonly throughput?: ThroughputData;
  /** Its containers. (default none) */
  readonly containers?: readonly ContainerData[];
}

/** A container as it is created over REST (`indexingPolicy` and so on), with its throughput and items. */
export interface ContainerData {
  /** Id of the container. */
  readonly id: string;
  /** Path of the partition key, such as `'/customerId'`, or the whole definition. */
  readonly partitionKey: string | { readonly paths: readonly string[]; readonly [property: string]: unknown };
  /** Throughput of its own. (default: what it shares of its database's, else 400 RU/s) */
  readonly throughput?: ThroughputData;
  /** Its items; system properties in them count for nothing. (default none) */
  readonly items?: readonly Readonly<Record<string, unknown>>[];
  /** Whatever else the service takes when a container is created. */
  readonly [property: string]: unknown;
}
