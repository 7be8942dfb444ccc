import type { DiagnosticsVerbosity } from '../options/diagnostics-options.ts';
import type { DiagnosticsHandler } from './diagnostics-handler.ts';
import type { OperationReport } from './operation-report.ts';

/**
 * A handler that writes each operation to a log.
 *
 * @param log  Writes one line, the diagnostics as JSON; the report says how the operation ended.
 * @param verbosity  How much a line says. (default: the option `diagnostics.defaultVerbosity`)
 * @throws {TypeError} when `log` is no function, or the verbosity is none.
 */
export function logDiagnostics(
  log: (line: string, report: OperationReport) => void,
  verbosity?: DiagnosticsVerbosity,
): DiagnosticsHandler {
  if (typeof log !== 'function') throw new TypeError('logDiagnostics needs a function that takes a line.');
  if (verbosity !== undefined && verbosity !== 'summary' && verbosity !== 'detailed') {
    throw new TypeError("The verbosity must be 'summary' or 'detailed'.");
  }
  return { handle: (report) => log(report.diagnostics.render(verbosity), report) };
}
