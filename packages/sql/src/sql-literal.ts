/** A text of our own as a literal. Never for anything from outside: values are bound. */
export function sqlLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
