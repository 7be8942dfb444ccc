export type { FunctionKind, InvocationEnd, InvocationFacts, JsonFunction } from './json/json-function.ts';
export { type LoadFunctionsAppOptions, loadFunctionsApp } from './worker/load-functions-app.ts';
export { type ServeWorkerOptions, serveWorker, type Worker } from './worker/serve-worker.ts';
