/** Any member of anything; undefined when it has none. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A member that is text; undefined for anything else. */
export function textMember(value: unknown, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** A member that is a number; undefined for anything else. */
export function numberMember(value: unknown, name: string): number | undefined {
  const number = member(value, name);
  return typeof number === 'number' ? number : undefined;
}

/** What a JSON text says; undefined when it is none. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
