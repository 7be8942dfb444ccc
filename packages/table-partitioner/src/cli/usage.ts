/** What `--help` prints. */
export const usage = `Usage: table-partitioner partitions [options]

Reads GUIDs, one in a line, and shows how evenly they are spread over partitions:
for every strategy and number of partitions the load of the fullest partition by
the mean one, chi-square by degree of freedom (about 1 for random keys), empty
partitions, and the entities a second it carries until the busiest partition is
at its target of 2,000, or the account at 20,000.

  --keys <file>         GUIDs in any form, one in a line (default: standard input)
  --partitions <n,n>    numbers of partitions to compare (default 16,32,64)
  --strategy <a,b>      of murmur3, byteSum and jump (default murmur3,byteSum)
  --peak <n>            entities read and written a second at the busiest time;
                        the recommended one carries it twice over (default 1000)
  --skip-invalid        counts lines that are no GUID instead of stopping there
  --json                prints one JSON document, with the count of every partition
  --help                prints this
  --version             prints the version

Ends with 0 when a spread can be recommended, 3 when none of those compared can,
1 when the keys cannot be read, 2 when the command line is wrong.
`;
