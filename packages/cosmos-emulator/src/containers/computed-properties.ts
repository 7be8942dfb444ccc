import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import { readComputedProperty } from '../sql/computed-property.ts';

/** @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/computed-properties */
const maxComputedProperties = 20;
const systemProperties: ReadonlySet<string> = new Set(['id', '_rid', '_ts', '_self', '_etag', '_attachments']);

/** The computed properties of a container, `[]` without any; refused where one is wrong. */
export function readComputedProperties(json: unknown): readonly JsonObject[] | Refusal {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) return refuseComputed('it must be an array.');
  if (json.length > maxComputedProperties) {
    return refuseComputed(`a container has at most ${maxComputedProperties} of them.`);
  }
  const names = new Set<string>();
  for (const each of json) {
    if (!isJsonObject(each) || typeof each.name !== 'string' || each.name === '' || typeof each.query !== 'string') {
      return refuseComputed('each must have a name and a query.');
    }
    const { name, query } = each;
    if (systemProperties.has(name)) return refuseComputed(`${name} is the name of a system property.`);
    if (names.has(name)) return refuseComputed(`two are named ${name}.`);
    names.add(name);
    const reading = readComputedProperty(query);
    if (reading.kind === 'problem') return refuseComputed(`the query of ${name} is wrong. ${reading.message}`);
  }
  return json;
}

function refuseComputed(problem: string): Refusal {
  return refuse(400, `The computedProperties are invalid: ${problem}`);
}
