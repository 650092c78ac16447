import { cleanText, isCleanText } from './clean-text.ts';

const maxTextLength = 2048;
const maxKeyLength = 256;
const maxMembers = 1000;
const maxDepth = 6;

/**
 * A JSON object with clean text, finite numbers, at most 1000 members a level and six levels; what JSON cannot hold is left out.
 * The object itself when it is so already, else a copy. Never throws.
 */
export function cleanJsonObject(input: unknown): Record<string, unknown> {
  const clean = isCleanObject(input) ? input : cleanValue(input, maxDepth);
  return typeof clean === 'object' && clean !== null && !Array.isArray(clean) ? (clean as Record<string, unknown>) : {};
}

/** Nearly every object is clean, and looking at it costs a fraction of copying it: this runs for every line item of every call. */
function isCleanObject(input: unknown): boolean {
  try {
    return isClean(input, maxDepth);
  } catch {
    return false;
  }
}

function isClean(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
      return isCleanText(value, maxTextLength);
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      if (value === null) return true;
      return depth > 0 && (Array.isArray(value) ? isCleanList(value, depth - 1) : areCleanMembers(value, depth - 1));
    default:
      return false;
  }
}

function isCleanList(list: readonly unknown[], depth: number): boolean {
  if (list.length > maxMembers) return false;
  for (const member of list) if (!isClean(member, depth)) return false;
  return true;
}

function areCleanMembers(container: object, depth: number): boolean {
  const prototype: unknown = Object.getPrototypeOf(container);
  if (prototype !== Object.prototype && prototype !== null) return false;
  let count = 0;
  for (const name in container) {
    count += 1;
    if (count > maxMembers || name === '__proto__' || !isCleanText(name, maxKeyLength)) return false;
    if (!isClean(Reflect.get(container, name), depth)) return false;
  }
  return true;
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
