import { type Refusal, refuse } from '../responses/answer.ts';

/** A label is letters, digits and underscores, or anything in double quotes; `[]` stands for the elements of an array. */
const label = String.raw`(?:[\p{L}\p{N}_]+|"(?:[^"\\]|\\.)+"|\[\])`;

/** What paths may look like: `scalarOrTree` ends in `/?` for a value or in `/*` for all below, `property` names one property. */
type PathShape = 'scalarOrTree' | 'property';

const shapes: Readonly<Record<PathShape, RegExp>> = {
  scalarOrTree: new RegExp(`^(?:/${label})*/[?*]?$`, 'u'),
  property: new RegExp(`^(?:/${label})+$`, 'u'),
};
const valid = new RegExp(`^(?:/${label})*/?`, 'u');

/**
 * Refuses what is no indexing path, as the service words it.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/index-policy#include-exclude-paths
 */
export function refuseWrongPath(path: unknown, shape: PathShape): Refusal | undefined {
  if (typeof path !== 'string') return refuse(400, 'The indexing policy is invalid: every path must be a text.');
  // The root alone is a tree; any other path says how it ends.
  const isEnded = shape === 'property' || path === '/' || !path.endsWith('/');
  if (isEnded && shapes[shape].test(path)) return undefined;
  const position = valid.exec(path)?.[0].length ?? 0;
  return refuse(
    400,
    `The indexing path '${path}' could not be accepted, failed near position '${position}'. Please ensure that the path is a valid path. Common errors include invalid characters or absence of quotes around labels.`,
  );
}
