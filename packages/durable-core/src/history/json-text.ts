/**
 * A JSON document as text, such as `'{"city":"Tokyo"}'` or `'"Tokyo"'`: how values travel in history and decisions.
 *
 * A host stores and forwards it as it is; the engine parses it only when the orchestrator reads the value.
 */
export type JsonText = string;
