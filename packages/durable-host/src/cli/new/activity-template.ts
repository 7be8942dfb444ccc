import type { NewFile } from './new-file.ts';
import type { TemplateNames } from './template-names.ts';

/** A new activity, and its test. @param extension  Of TypeScript files: `ts` or `mts`. */
export function activityTemplate(names: TemplateNames, extension: string): readonly [NewFile, NewFile] {
  const { functionName, fileName, identifier, typeName } = names;
  return [
    {
      name: `${fileName}.${extension}`,
      text: `import { activity } from '@perdura/durable-core';

/** What it is called with. */
export interface ${typeName}Input {
  readonly name: string;
}

/** An activity may do anything; it runs at least once, so let its effect be one that may happen twice. */
export const ${identifier} = activity('${functionName}', async (input: ${typeName}Input, { log }) => {
  log.info('greeting %s', input.name);
  return \`Hello \${input.name}!\`;
});
`,
    },
    {
      name: `${fileName}.test.${extension}`,
      text: `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type OrchestrationContext, orchestration } from '@perdura/durable-core';
import { TestHub } from '@perdura/durable-core/testing';
import { ${identifier}, type ${typeName}Input } from './${fileName}.${extension}';

const call = orchestration('call', async (ctx: OrchestrationContext<${typeName}Input>) => {
  return ctx.callActivity(${identifier}, ctx.input);
});

describe('${functionName}', () => {
  it('greets', async () => {
    const hub = new TestHub({ functions: [${identifier}] });
    const instance = hub.start(call, { name: 'Tokyo' });
    await hub.run();
    assert.equal(instance.output, 'Hello Tokyo!');
  });
});
`,
    },
  ];
}
