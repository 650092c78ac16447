import { cleanText } from './clean-text.ts';

const maxTextLength = 2048;
const maxKeyLength = 256;
const maxMembers = 1000;
const maxDepth = 6;

/** A copy of a JSON object with clean text, finite numbers, at most 1000 members a level and six levels; what JSON cannot hold is left out. Never throws. */
export function cleanJsonObject(input: unknown): Record<string, unknown> {
  const clean = cleanValue(input, maxDepth);
  return typeof clean === 'object' && clean !== null && !Array.isArray(clean) ? (clean as Record<string, unknown>) : {};
}

function cleanValue(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return cleanText(value, maxTextLength);
    case 'boolean':
      return value;
    case 'number':
      // JSON has no negative zero.
      return Number.isFinite(value) ? value + 0 : null;
    case 'object':
      if (value === null) return null;
      return depth === 0 ? undefined : cleanContainer(value, depth - 1);
    default:
      return undefined;
  }
}

/** Plain loops: this runs for every line item of every call. */
function cleanContainer(container: object, depth: number): unknown {
  try {
    if (Array.isArray(container))
      return container.slice(0, maxMembers).map((member) => cleanValue(member, depth) ?? null);
    const clean: Record<string, unknown> = {};
    let count = 0;
    for (const name of Object.keys(container)) {
      if (count === maxMembers) break;
      count += 1;
      const member = cleanValue(Reflect.get(container, name), depth);
      const key = cleanText(name, maxKeyLength);
      if (member !== undefined && key !== '__proto__') clean[key] = member;
    }
    return clean;
  } catch {
    return undefined;
  }
}
