/** A ```ts block of a document, as a module. */
export interface ReadmeBlock {
  /** Line of the document on which the block's first line of code is, from 1. */
  readonly line: number;
  /** Its imports, each as one statement. */
  readonly imports: readonly string[];
  /** Its code without them; what was an import is an empty line, so that lines keep their places. */
  readonly body: string;
}

/** Finds the ```ts blocks of a document, in their order. What follows `ts` on the fence's line makes it another language. */
export function readBlocks(markdown: string): readonly ReadmeBlock[] {
  return [...markdown.matchAll(/^```ts\n(?<code>[\s\S]*?)^```$/gm)].map(({ index, groups }) => {
    const code = groups?.code ?? '';
    const imports: string[] = [];
    const body = code.replaceAll(importStatement, (statement) => {
      imports.push(statement.trim());
      return statement.replaceAll(/[^\n]/g, '');
    });
    return { line: markdown.slice(0, index).split('\n').length + 1, imports, body };
  });
}

const importStatement = /^import\s[^;]*?from\s+'[^']+';|^import\s+'[^']+';/gm;

/** Name by name, so that two blocks may import the same. */
const namedImport = /^import\s+(?<type>type\s+)?\{(?<names>[^}]*)\}\s+from\s+(?<from>'[^']+');$/;

/** The imports of several blocks as those of one module: every name once. */
function joinImports(imports: readonly string[]): string {
  const statements = imports.flatMap((statement) => {
    const { type = '', names, from } = namedImport.exec(statement)?.groups ?? {};
    if (names === undefined) return statement;
    return names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => `import ${type}{ ${name} } from ${from};`);
  });
  return [...new Set(statements)].join('\n');
}

/**
 * A later block as a module of its own: behind the first one, whose declarations it sees and may shadow.
 *
 * @returns A module for the compiler only: to run it would be to run the first block again.
 */
export function blockModule(first: ReadmeBlock, block: ReadmeBlock): string {
  return `${joinImports([...first.imports, ...block.imports])}\n${first.body}\n{\n${block.body}}\nexport {};\n`;
}
