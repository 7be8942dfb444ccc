/**
 * Leaves out the warnings that SQLite and TypeScript are experimental in some versions of Node, which users of a command
 * can do nothing about. Other warnings are printed as ever.
 */
export function quietWarnings(process: NodeJS.Process): void {
  const printers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning') return;
    for (const print of printers) print.call(process, warning);
  });
}
