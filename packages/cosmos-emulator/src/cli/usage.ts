/** What `--help` prints, and every usage error after its message. */
export const usage = `Usage: cosmos-emulator [options]

Serves an emulated Azure Cosmos DB account until SIGINT or SIGTERM. Prints one
line of JSON when it is ready: status, endpoint, regions, key, certificatePem.

  --port <n>               port of the first region, the others follow (default 8081; 0: any free ones)
  --host <name>            name or address to listen on (default 127.0.0.1)
  --allow-non-loopback     lets other machines connect: the key is public, they can change everything
  --tls                    serves HTTPS with a certificate made now; certificatePem is what to trust
  --regions <a,b>          names of the regions, the write region first (default East US)
  --write-mode <mode>      single or multi (default single)
  --consistency <level>    Strong, BoundedStaleness, Session, ConsistentPrefix or Eventual (default Session)
  --replication-delay <n>  milliseconds that writes take to reach other regions (default 0)
  --partitions <n>         partitions of a new container (default 2)
  --throttling             refuses with 429 what is beyond a container's throughput
  --account-name <name>    name of the account (default emulator)
  --key <base64>           account key (default the well-known emulator key)
  --data <file.json>       loads databases, containers and items, and saves them on exit
  --log                    writes a line for every request to stderr
  --help                   prints this
  --version                prints the version
`;
