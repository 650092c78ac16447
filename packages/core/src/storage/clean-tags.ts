import { cleanText } from './clean-text.ts';

/** Longest key and longest value of a tag, in code points. */
export const maxTagLength = 256;
const maxTags = 32;
const reservedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** At most 32 tags from own enumerable keys, as an object without prototype. Values that are no text, number or boolean are left out, and so are reserved and empty keys. */
export function cleanTags(input: unknown): Record<string, string> {
  const tags: Record<string, string> = Object.create(null);
  if (typeof input !== 'object' || input === null) return tags;
  let count = 0;
  for (const name of ownKeys(input)) {
    if (count === maxTags) break;
    const key = cleanText(name, maxTagLength);
    const value = tagText(input, name);
    if (key === '' || reservedKeys.has(key) || key in tags || value === null) continue;
    tags[key] = cleanText(value, maxTagLength);
    count += 1;
  }
  return tags;
}

function ownKeys(input: object): string[] {
  try {
    return Object.keys(input);
  } catch {
    return [];
  }
}

function tagText(input: object, name: string): string | null {
  let value: unknown;
  try {
    value = Reflect.get(input, name);
  } catch {
    return null;
  }
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return null;
  }
}
