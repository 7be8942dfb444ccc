import { readFileSync, writeFileSync } from 'node:fs';
import { withOptionTables } from './option-tables.ts';

// Writes the tables of options into the README: `pnpm option-tables`.
const readme = new URL('../README.md', import.meta.url);
writeFileSync(readme, withOptionTables(readFileSync(readme, 'utf8')));
