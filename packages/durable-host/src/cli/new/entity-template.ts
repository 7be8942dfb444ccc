import type { NewFile } from './new-file.ts';
import type { TemplateNames } from './template-names.ts';

/** A new entity, and its test. @param extension  Of TypeScript files: `ts` or `mts`. */
export function entityTemplate(names: TemplateNames, extension: string): readonly [NewFile, NewFile] {
  const { functionName, fileName, identifier } = names;
  return [
    {
      name: `${fileName}.${extension}`,
      text: `import { entity } from '@perdura/durable-core';

/** A small piece of state for each key. Operations run one after the other; one that throws leaves the state as it was. */
export const ${identifier} = entity('${functionName}', {
  initialState: { count: 0 },
  operations: {
    add(state, amount: number) {
      state.count += amount;
      return state.count;
    },
  },
});
`,
    },
    {
      name: `${fileName}.test.${extension}`,
      text: `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type OrchestrationContext, orchestration } from '@perdura/durable-core';
import { TestHub } from '@perdura/durable-core/testing';
import { ${identifier} } from './${fileName}.${extension}';

const call = orchestration('call', async (ctx: OrchestrationContext<number>) => {
  return ctx.callEntity(${identifier}, 'mia', 'add', ctx.input);
});

describe('${functionName}', () => {
  it('adds up', async () => {
    const hub = new TestHub({ functions: [${identifier}] });
    hub.signalEntity(${identifier}, 'mia', 'add', 5);
    await hub.run();
    const instance = hub.start(call, 2);
    await hub.run();
    assert.equal(instance.output, 7);
    assert.deepEqual(hub.entityState(${identifier}, 'mia'), { count: 7 });
  });
});
`,
    },
  ];
}
