import { ConfigurationError } from '@llm-tracker/core/plugin';

/** What a `MongoClient` of the package `mongodb` is to this adapter. */
export interface MongoClientLike {
  db(name: string): { collection(name: string, options: Record<string, unknown>): object };
}

/** Which collection of which database. */
export interface MongoAdapterOptions {
  /** Connection string. Either this or `client`. */
  uri?: string | undefined;
  /** The app's own client, of the package `mongodb` that this adapter finds, too. It is neither connected nor closed here. */
  client?: MongoClientLike | undefined;
  /** @default the one that `uri` names, else "llm_tracking" */
  database?: string | undefined;
  /** @default "llm_tracking" */
  collection?: string | undefined;
  /** `auto` creates the indexes that are missing; `check` creates nothing and lets `connect()` reject where there is no collection. @default "auto" */
  migrations?: 'auto' | 'check' | undefined;
}

/** Checked options. */
export interface MongoPlace {
  readonly source: { readonly uri: string } | { readonly client: MongoClientLike };
  readonly database: string;
  readonly collection: string;
  readonly createsIndexes: boolean;
  /** The place in words, without secrets. */
  readonly target: string;
}

const optionNames = ['uri', 'client', 'database', 'collection', 'migrations'];
const defaultName = 'llm_tracking';
// https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions, for every operating system.
const databaseName = /^[^\0/\\. "$*<>:|?]{1,63}$/;
const collectionName = /^(?!system\.)(?!\.)[^\0$]{1,200}(?<!\.)$/;
const uriParts = /^mongodb(?:\+srv)?:\/\/(?:.*@)?([^/?]+)(?:\/([^?]*))?/s;

/** Throws a ConfigurationError for an unknown, missing or wrong option; never shows the uri, which may hold a password. */
export function readMongoOptions(options: MongoAdapterOptions): MongoPlace {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError('options', 'an object with a uri or a client', typeof options);
  }
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined)
    throw new ConfigurationError(unknown, `one of ${optionNames.join(', ')}`, 'an unknown option');
  const { uri, client, collection = defaultName, migrations = 'auto' } = options;
  if ((uri === undefined) === (client === undefined)) {
    throw new ConfigurationError(
      'uri',
      'given, or client instead of it',
      uri === undefined ? 'absent' : 'beside client',
    );
  }
  const parts = uri === undefined ? null : readUri(uri);
  const database = options.database ?? (parts?.database || defaultName);
  if (typeof database !== 'string' || !databaseName.test(database)) {
    throw new ConfigurationError('database', 'the name of a database', shown(database));
  }
  if (typeof collection !== 'string' || !collectionName.test(collection)) {
    throw new ConfigurationError('collection', 'the name of a collection', shown(collection));
  }
  if (migrations !== 'auto' && migrations !== 'check') {
    throw new ConfigurationError('migrations', '"auto" or "check"', shown(migrations));
  }
  const source = uri === undefined ? { client: checkClient(client) } : { uri };
  const hosts = parts === null ? 'client' : parts.hosts;
  return {
    source,
    database,
    collection,
    createsIndexes: migrations === 'auto',
    target: `mongodb ${hosts} ${database}.${collection}`,
  };
}

function readUri(uri: unknown): { hosts: string; database: string } {
  const match = typeof uri === 'string' ? uriParts.exec(uri) : null;
  const [, hosts, database = ''] = match ?? [];
  if (hosts === undefined) {
    throw new ConfigurationError(
      'uri',
      'a connection string such as "mongodb://localhost:27017"',
      `another ${typeof uri}`,
    );
  }
  return { hosts, database };
}

function checkClient(client: MongoClientLike | undefined): MongoClientLike {
  if (typeof client !== 'object' || client === null || typeof client.db !== 'function') {
    throw new ConfigurationError('client', 'a MongoClient', typeof client);
  }
  return client;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : typeof value;
}
