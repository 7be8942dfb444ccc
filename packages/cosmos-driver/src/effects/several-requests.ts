// What takes several requests by its nature. It is loaded when it is first needed (`loadSeveralRequests`), and in one piece, because
// pieces that have much in common would be many small files.
export { executeBulk } from './execute-bulk.ts';
export { executePatch } from './execute-patch.ts';
export { executeReadMany } from './execute-read-many.ts';
export { executeThroughput } from './execute-throughput.ts';
export { latestSessionToken } from './latest-session-token.ts';
export { readFeedRanges } from './read-feed-ranges.ts';
export { readOnePage, readPages } from './read-pages.ts';
export { readPlan } from './read-plan.ts';
export { readRanges } from './read-ranges.ts';
