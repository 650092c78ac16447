import { ConfigurationError } from '@llm-tracker/core/plugin';

/** What a client of the package `@clickhouse/client` is to this adapter. */
export interface ClickHouseClientLike {
  query(question: {
    query: string;
    format: 'JSONCompactEachRow';
    query_params?: Record<string, unknown>;
  }): Promise<{ json(): Promise<unknown> }>;
  command(command: {
    query: string;
    query_params?: Record<string, unknown>;
    clickhouse_settings?: {
      insert_deduplication_token?: string;
      input_format_null_as_default?: 0;
      max_partitions_per_insert_block?: '0';
    };
    abort_signal?: AbortSignal;
  }): Promise<unknown>;
}

/** Which table of which server. */
export interface ClickHouseAdapterOptions {
  /** `http://` or `https://` URL; may name user, password and database. Either this or `client`. */
  url?: string | undefined;
  /** @default the one that `url` names, else "default" */
  username?: string | undefined;
  /** @default the one that `url` names, else none */
  password?: string | undefined;
  /** @default the one that `url` names, else "default" */
  database?: string | undefined;
  /** The app's own client. It is not closed here. */
  client?: ClickHouseClientLike | undefined;
  /** `table` or `database.table`. @default "llm_tracking" */
  tableName?: string | undefined;
  /** `auto` creates the table and adds columns that it lacks; `check` changes nothing and lets `connect()` reject with the missing SQL. @default "auto" */
  migrations?: 'auto' | 'check' | undefined;
  /** ClickHouse deletes calls that are older, in its own time. @default never */
  retentionDays?: number | undefined;
}

/** A checked table name. */
export interface ClickHouseTable {
  /** Null: that of the connection. */
  readonly database: string | null;
  readonly name: string;
  /** Quoted, with its database. */
  readonly sql: string;
}

/** Checked options. */
export interface ClickHousePlace {
  readonly source:
    | { readonly client: ClickHouseClientLike }
    | { readonly url: string; readonly username?: string; readonly password?: string; readonly database?: string };
  readonly table: ClickHouseTable;
  readonly migrates: boolean;
  readonly retentionDays: number | null;
  /** The place in words, without secrets. */
  readonly target: string;
}

const optionNames: readonly string[] = [
  'url',
  'username',
  'password',
  'database',
  'client',
  'tableName',
  'migrations',
  'retentionDays',
];
const tableName = /^(?:([A-Za-z_][A-Za-z0-9_]{0,63})\.)?([A-Za-z_][A-Za-z0-9_]{0,63})$/;

/** Throws a ConfigurationError for an unknown, missing or wrong option; never shows the url, which may hold a password. */
export function readClickhouseOptions(options: ClickHouseAdapterOptions): ClickHousePlace {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError('options', 'an object with a url or a client', typeof options);
  }
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined)
    throw new ConfigurationError(unknown, `one of ${optionNames.join(', ')}`, 'an unknown option');
  const { url, client, migrations = 'auto', retentionDays = null } = options;
  if ((url === undefined) === (client === undefined)) {
    throw new ConfigurationError(
      'url',
      'given, or client instead of it',
      url === undefined ? 'absent' : 'beside client',
    );
  }
  if (migrations !== 'auto' && migrations !== 'check') {
    throw new ConfigurationError('migrations', '"auto" or "check"', shown(migrations));
  }
  if (retentionDays !== null && (!Number.isSafeInteger(retentionDays) || retentionDays < 1)) {
    throw new ConfigurationError('retentionDays', 'a whole number above 0', String(retentionDays));
  }
  const table = readTable(options.tableName ?? 'llm_tracking');
  const { source, server } =
    client === undefined ? readConnection(options) : { source: { client: readClient(client) }, server: 'client' };
  return { source, table, migrates: migrations === 'auto', retentionDays, target: `clickhouse ${server} ${table.sql}` };
}

function readConnection(options: ClickHouseAdapterOptions): Pick<ClickHousePlace, 'source'> & { server: string } {
  const { url } = options;
  if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new ConfigurationError('url', 'a URL such as "http://localhost:8123"', `another ${typeof url}`);
  }
  // The client would let the URL win over the options, so they are taken out of it.
  const parts = new URL(url);
  const named = {
    username: decode(parts.username),
    password: decode(parts.password),
    database: decode(parts.pathname.slice(1)),
  };
  const source: Record<string, string> & { url: string } = { url: `${parts.origin}/${parts.search}` };
  for (const name of ['username', 'password', 'database'] as const) {
    const value: unknown = options[name] ?? named[name];
    if (typeof value !== 'string') throw new ConfigurationError(name, 'a string', typeof value);
    if (value !== '') source[name] = value;
  }
  return { source, server: `${parts.host}/${source['database'] ?? 'default'}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that nobody encoded stands for itself.
    return text;
  }
}

function readClient(client: unknown): ClickHouseClientLike {
  if (!isClient(client)) throw new ConfigurationError('client', 'a client of @clickhouse/client', typeof client);
  return client;
}

function isClient(client: unknown): client is ClickHouseClientLike {
  return typeof client === 'object' && client !== null && 'query' in client && 'command' in client;
}

function readTable(text: unknown): ClickHouseTable {
  const [, database = null, name] = (typeof text === 'string' ? tableName.exec(text) : null) ?? [];
  if (name === undefined) {
    throw new ConfigurationError(
      'tableName',
      'an identifier or database.identifier, each of 1 to 64 ASCII letters, digits and underscores that do not begin with a digit',
      shown(text),
    );
  }
  return { database, name, sql: database === null ? `\`${name}\`` : `\`${database}\`.\`${name}\`` };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : typeof value;
}
