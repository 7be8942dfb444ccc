import type { NewFile } from './new-file.ts';
import type { TemplateNames } from './template-names.ts';

/** A new orchestration with an activity, and its test. @param extension  Of TypeScript files: `ts` or `mts`. */
export function orchestrationTemplate(names: TemplateNames, extension: string): readonly [NewFile, NewFile] {
  const { functionName, fileName, identifier, typeName } = names;
  return [
    {
      name: `${fileName}.${extension}`,
      text: `import { activity, type OrchestrationContext, orchestration } from '@perdura/durable-core';

/** What an instance is started with. */
export interface ${typeName}Input {
  readonly items: readonly string[];
}

/** Deals with one item. An activity may do anything; it runs at least once, so let its effect be one that may happen twice. */
export const ${identifier}Step = activity('${functionName}_step', async (item: string) => \`\${item} is done\`);

/** Deals with all items at once. An orchestration does the same in every replay, so all real work is in activities. */
export const ${identifier} = orchestration('${functionName}', async (ctx: OrchestrationContext<${typeName}Input>) => {
  return ctx.joinAll(ctx.input.items.map((item) => ctx.callActivity(${identifier}Step, item)));
});
`,
    },
    {
      name: `${fileName}.test.${extension}`,
      text: `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestHub } from '@perdura/durable-core/testing';
import { ${identifier} } from './${fileName}.${extension}';

describe('${functionName}', () => {
  it('deals with every item', async () => {
    const hub = new TestHub({ activities: { ${functionName}_step: async (item: string) => \`\${item} was seen\` } });
    const instance = hub.start(${identifier}, { items: ['tea', 'cup'] });
    await hub.run();
    assert.deepEqual(instance.output, ['tea was seen', 'cup was seen']);
  });
});
`,
    },
  ];
}
