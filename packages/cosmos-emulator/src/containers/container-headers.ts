import { headerNames } from '@perdura/cosmos-protocol';
import type { Region } from '../account/region.ts';
import type { Container } from './container.ts';
import { partitionsIn } from './partitions-in.ts';

/** What a region's responses tell of the container's limits and content. Sizes are in kilobytes, as the service counts. */
export function containerHeaders(container: Container, region: Region): Record<string, string> {
  let items = 0;
  let bytes = 0;
  for (const partition of partitionsIn(container, region)) {
    items += partition.items.size;
    bytes += partition.sizeBytes;
  }
  const kilobytes = Math.ceil(bytes / 1024);
  return {
    [headerNames.resourceQuota]: quota,
    [headerNames.resourceUsage]: `documentSize=0;documentsSize=${kilobytes};documentsCount=${items};collectionSize=${kilobytes};`,
    [headerNames.indexTransformationProgress]: '100',
    [headerNames.lazyIndexingProgress]: '-1',
  };
}

/** A partition holds 20 GB; `-1` is no limit. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#provisioned-throughput */
const quota = 'documentSize=20480;documentsSize=20971520;documentsCount=-1;collectionSize=20971520;';
