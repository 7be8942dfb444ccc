import { join, relative, resolve } from 'node:path';
import type { Command } from '../command.ts';
import { report } from '../output/report.ts';
import { activityTemplate } from './activity-template.ts';
import { entityTemplate } from './entity-template.ts';
import { findUpward } from './find-upward.ts';
import { moduleExtension } from './module-extension.ts';
import { orchestrationTemplate } from './orchestration-template.ts';
import { type FunctionKind, templateNames } from './template-names.ts';
import { writeNewFiles } from './write-new-files.ts';

const templates = { orchestration: orchestrationTemplate, activity: activityTemplate, entity: entityTemplate };

/** `new`: the source of a function, and of its test. */
export const newFunction: Command = {
  name: 'new',
  positionals: ['<orchestration|activity|entity>', '<name>'],
  summary: 'writes a new function in TypeScript, and its test',
  details: ['Never overwrites a file. The test runs with node --test.'],
  flags: {
    folder: { value: '<path>', help: 'folder to write to (default the present one)' },
    json: { help: 'says in JSON which files it wrote' },
  },
  run: async (call, context) => {
    const [kind = '', name = ''] = call.positionals;
    if (!isKind(kind)) throw new TypeError(`'${kind}' is none of ${Object.keys(templates).join(', ')}`);
    const names = templateNames(kind, name);
    const folder = resolve(context.folder, call.text('folder') ?? '');
    const files = templates[kind](names, await moduleExtension(folder));
    await writeNewFiles(folder, files);
    const [source, test] = files.map((file) => relative(context.folder, join(folder, file.name)));
    const lines = [
      `Wrote ${source}: the ${kind} '${names.functionName}'.`,
      `Wrote ${test}: node --test ${test}`,
      ...((await findUpward(folder, corePackage)) === undefined
        ? ['Both need: npm install @perdura/durable-core']
        : []),
    ];
    report(call, context, { kind, name: names.functionName, files: [source, test] }, lines.join('\n'));
  },
};

const corePackage = join('node_modules', '@perdura', 'durable-core', 'package.json');

function isKind(kind: string): kind is FunctionKind {
  return Object.hasOwn(templates, kind);
}
