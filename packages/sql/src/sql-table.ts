import { ConfigurationError } from '@llm-tracker/core/plugin';

/** A checked table name. */
export interface SqlTable {
  readonly schema: string | null;
  readonly name: string;
  /** Quoted, with its schema. */
  readonly sql: string;
}

const tableName = /^(?:([A-Za-z_][A-Za-z0-9_]{0,47})\.)?([A-Za-z_][A-Za-z0-9_]{0,47})$/;

/** Reads `table` or `schema.table`. Throws a ConfigurationError unless both are identifiers of at most 48 ASCII letters, digits and underscores. */
export function parseTableName(text: unknown, quote: (identifier: string) => string): SqlTable {
  const match = typeof text === 'string' ? tableName.exec(text) : null;
  const [, schema = null, name] = match ?? [];
  if (name === undefined) {
    throw new ConfigurationError(
      'tableName',
      'an identifier or schema.identifier, each of 1 to 48 ASCII letters, digits and underscores that do not begin with a digit',
      typeof text === 'string' ? JSON.stringify(text.slice(0, 80)) : typeof text,
    );
  }
  return { schema, name, sql: schema === null ? quote(name) : `${quote(schema)}.${quote(name)}` };
}
