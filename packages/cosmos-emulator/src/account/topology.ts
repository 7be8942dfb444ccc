import { type Region, regionKey } from './region.ts';

/** The regions of an account; replaced as a whole when they change. */
export interface Topology {
  /** Regions that the account document shows, the write region first. */
  readonly regions: readonly [Region, ...Region[]];
  /** Regions that are on their way out: still shown, but they refuse everything. */
  readonly draining: ReadonlySet<Region>;
  /** Regions that are being filled: not shown yet. */
  readonly seeding: readonly SeedingRegion[];
  /** Every region there ever was by its key, so that requests to one that is gone are told so. */
  readonly known: ReadonlyMap<string, Region>;
}

/** A region that is being filled. */
interface SeedingRegion {
  readonly region: Region;
  /** When it is full, in milliseconds since the Unix epoch. */
  readonly untilMs: number;
}

/** The regions an account starts with, the write region first. */
export function createTopology(regions: readonly [Region, ...Region[]]): Topology {
  const known = new Map(regions.map((region) => [region.key, region]));
  return { regions, draining: new Set(), seeding: [], known };
}

/** Regions that hold data, whether they are shown or not. */
export function regionsWithData({ regions, seeding }: Topology): readonly Region[] {
  return seeding.length === 0 ? regions : [...regions, ...seeding.map(({ region }) => region)];
}

/** Whether a region answers. */
export function isServing({ regions, draining }: Topology, region: Region): boolean {
  return regions.includes(region) && !draining.has(region);
}

/** A region that is not there yet; its id is new, also when there was one of that name. */
export function nextRegion({ known }: Topology, name: string): Region {
  const id = Math.max(...[...known.values()].map((region) => region.id)) + 1;
  return { id, name, key: regionKey(name) };
}

/** Begins to fill a region. */
export function seedRegion(topology: Topology, region: Region, untilMs: number): Topology {
  return {
    ...topology,
    seeding: [...topology.seeding, { region, untilMs }],
    known: new Map(topology.known).set(region.key, region),
  };
}

/** Shows the regions that are full. */
export function completeSeeding(topology: Topology, nowMs: number): Topology {
  const full = topology.seeding.filter(({ untilMs }) => untilMs <= nowMs).map(({ region }) => region);
  if (full.length === 0) return topology;
  const [first, ...rest] = topology.regions;
  return {
    ...topology,
    regions: [first, ...rest, ...full],
    seeding: topology.seeding.filter(({ untilMs }) => untilMs > nowMs),
  };
}

/** Makes a region refuse everything while it is still shown. */
export function drainRegion(topology: Topology, region: Region): Topology {
  return { ...topology, draining: new Set(topology.draining).add(region) };
}

/** Lets a region answer again that was on its way out. */
export function keepRegion(topology: Topology, region: Region): Topology {
  return { ...topology, draining: new Set([...topology.draining].filter((each) => each !== region)) };
}

/** Takes a region out; the last one stays. */
export function withoutRegion(topology: Topology, region: Region): Topology {
  const [first, ...rest] = topology.regions.filter((each) => each !== region);
  if (first === undefined) return topology;
  const draining = new Set([...topology.draining].filter((each) => each !== region));
  return { ...topology, regions: [first, ...rest], draining };
}

/** Puts a region first. */
export function withWriteRegion(topology: Topology, region: Region): Topology {
  return { ...topology, regions: [region, ...topology.regions.filter((each) => each !== region)] };
}
