/** What a new function can be. */
export type FunctionKind = 'orchestration' | 'activity' | 'entity';

/** One name in every form a template needs. */
export interface TemplateNames {
  /** The name it is registered under: `process_order`. */
  readonly functionName: string;
  /** Name of its file, without an extension: `process-order`. */
  readonly fileName: string;
  /** Name of its constant: `processOrder`. */
  readonly identifier: string;
  /** What names of its types begin with: `ProcessOrder`. */
  readonly typeName: string;
}

/** Words of JavaScript and TypeScript, and names in our templates, that no constant may have. */
const takenIdentifiers: ReadonlySet<string> = new Set(
  [
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends',
    'false finally for function if implements import in instanceof interface let new null package private protected',
    'public return static super switch this throw true try typeof undefined var void while with yield',
    'activity amount assert call ctx describe entity hub input instance it item orchestration state',
  ].flatMap((line) => line.split(' ')),
);

/** Ours: file names may have 255 bytes, and ours get more behind them. */
const longestName = 100;

/**
 * Derives all names from what the user wrote: `process-order`, `process_order`, `processOrder` and `ProcessOrder` are
 * the same.
 *
 * @throws {TypeError} when it is no name.
 */
export function templateNames(kind: FunctionKind, name: string): TemplateNames {
  if (!/^[A-Za-z](?:[-_]?[A-Za-z0-9])*$/.test(name) || name.length > longestName) {
    const rule = `letters, digits and single - or _ between them, beginning with a letter, at most ${longestName} characters`;
    throw new TypeError(`'${name}' is no name for an ${kind}: ${rule}; a folder is told by --folder`);
  }
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_]/);
  const typeName = words.map(capitalized).join('');
  const identifier = typeName.charAt(0).toLowerCase() + typeName.slice(1);
  return {
    functionName: words.join('_'),
    fileName: words.join('-'),
    identifier: takenIdentifiers.has(identifier) ? `${identifier}${capitalized(kind)}` : identifier,
    typeName,
  };
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
