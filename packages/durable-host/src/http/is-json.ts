/** Ours: a fifth of what `JSON.stringify` of Node writes before its stack is full, so that a status can always be shown. */
const deepestNesting = 1_000;

/** Tells whether a text is a JSON document, and not one of more than 1,000 arrays or objects inside each other. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  return nestingOf(text) <= deepestNesting;
}

/** How many arrays and objects are open at the deepest place of a JSON document. */
function nestingOf(json: string): number {
  let open = 0;
  let deepest = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (isInText) {
      if (character === '\\') at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') {
      isInText = true;
    } else if (character === '[' || character === '{') {
      open += 1;
      deepest = Math.max(deepest, open);
    } else if (character === ']' || character === '}') {
      open -= 1;
    }
  }
  return deepest;
}
