import { type ConnectOptions, LlmTrackerError, type TrackingData } from '@llm-tracker/core/plugin';
import { endPipeline } from './breakdown-pipeline.ts';
import { encodeCall } from './call-document.ts';
import { IdleClient } from './idle-client.ts';
import { loadMongodb } from './load-mongodb.ts';
import type { MongoClient, MongoCollection, MongoDatabase, MongoDriver, MongoExpression } from './mongo-driver.ts';
import type { MongoPlace } from './mongo-options.ts';
import { saveDocuments } from './save-documents.ts';

// Whatever the app's client or the uri say: records are written safely, read back completely and as plain values.
const collectionOptions = {
  // Without a limit a write would hold its connection for as long as there is no majority; it is repeated until there is one.
  writeConcern: { w: 'majority', wtimeoutMS: 10_000 },
  readPreference: 'primary',
  ignoreUndefined: true,
  promoteValues: true,
  promoteLongs: true,
  promoteBuffers: false,
  useBigInt64: false,
  raw: false,
};
/** What our own client is told, unless the uri says it. */
const clientOptions = {
  appName: 'llm-tracker',
  maxPoolSize: 2,
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 60_000,
};
// Names and texts differ by their bytes, whatever collation the collection was created with.
const collation = { locale: 'simple' };
const indexes = [
  { key: { projectName: 1, timestamp: 1, _id: 1 }, name: 'llm_tracker_project_time', collation },
  { key: { timestamp: 1, _id: 1 }, name: 'llm_tracker_time', collation },
] as const;
/** IndexOptionsConflict and IndexKeySpecsConflict: somebody made the index in another way, and it is theirs. */
const indexExistsCodes: readonly unknown[] = [85, 86];
const deletionStep = 5_000;

/** The documents of all calls, behind a client of the app or one of our own. */
export class CallCollection {
  readonly #place: MongoPlace;
  readonly #ownClient: IdleClient<MongoClient>;
  #driver: MongoDriver | null = null;

  constructor(place: MongoPlace) {
    this.#place = place;
    this.#ownClient = new IdleClient(() => this.#openClient());
  }

  /**
   * Reaches the server and creates the indexes that are missing. Whoever connects with `readOnly` or `migrations: 'check'` creates nothing: where there is
   * no collection, it rejects with an error of code `schema_missing` that says what to run.
   */
  async prepare({ readOnly, migrations }: ConnectOptions): Promise<void> {
    this.#driver = await loadMongodb();
    const { database, collection, createsIndexes } = this.#place;
    if (createsIndexes && readOnly !== true && migrations !== 'check') return this.#use(createIndexes);
    const options = { nameOnly: true, authorizedCollections: true } as const;
    const found = await this.#useDatabase((client) => client.listCollections({ name: collection }, options).toArray());
    if (found.length === 0) throw collectionMissing(database, collection);
  }

  async close(): Promise<void> {
    await this.#ownClient.close();
  }

  async save(records: readonly TrackingData[]): Promise<void> {
    const driver = this.#loaded();
    const documents = records.map((record) => encodeCall(record, driver));
    await this.#use((collection) => saveDocuments(collection, documents));
  }

  async aggregate(pipeline: readonly MongoExpression[]): Promise<Record<string, unknown>[]> {
    const options = { allowDiskUse: true, collation };
    return this.#use((collection) => collection.aggregate([...pipeline], options).toArray());
  }

  /** The first (1) or last (-1) instant that is stored. */
  async endMs(direction: 1 | -1): Promise<number | null> {
    const [document] = await this.aggregate(endPipeline(direction));
    const timestamp = document?.['timestamp'];
    return timestamp instanceof Date ? timestamp.getTime() : null;
  }

  async deleteBefore(date: Date): Promise<number> {
    const oldest = [{ $match: { timestamp: { $lt: date } } }, { $sort: { timestamp: 1 } }];
    const step = [...oldest, { $limit: deletionStep }, { $project: { _id: 1 } }];
    for (let deleted = 0; ; ) {
      const ids = (await this.aggregate(step)).map(({ _id }) => String(_id));
      if (ids.length === 0) return deleted;
      const filter = { _id: { $in: ids }, timestamp: { $lt: date } };
      deleted += await this.#use(async (collection) => (await collection.deleteMany(filter)).deletedCount);
    }
  }

  #use<Result>(operation: (collection: MongoCollection) => Promise<Result>): Promise<Result> {
    return this.#useDatabase((database) => operation(database.collection(this.#place.collection, collectionOptions)));
  }

  async #useDatabase<Result>(operation: (database: MongoDatabase) => Promise<Result>): Promise<Result> {
    const { source, database } = this.#place;
    const run = (client: MongoClient): Promise<Result> => operation(client.db(database));
    // The app says that it is one.
    return 'client' in source ? run(source.client as MongoClient) : this.#ownClient.use(run);
  }

  async #openClient(): Promise<MongoClient> {
    const { source } = this.#place;
    if (!('uri' in source)) throw new TypeError('The client belongs to the app.');
    const { MongoClient } = this.#loaded();
    const client = new MongoClient(source.uri, optionsBeside(source.uri));
    try {
      return await client.connect();
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  #loaded(): MongoDriver {
    if (this.#driver === null) {
      throw new Error(`${this.#place.target} is not open. Call connect() first.`);
    }
    return this.#driver;
  }
}

function optionsBeside(uri: string): Partial<typeof clientOptions> {
  const given = new Set([...uri.matchAll(/[?&]([^=&]+)=/g)].map(([, name = '']) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(clientOptions).filter(([name]) => !given.has(name.toLowerCase())));
}

function collectionMissing(database: string, collection: string): LlmTrackerError {
  const place = `db.getSiblingDB(${JSON.stringify(database)}).getCollection(${JSON.stringify(collection)})`;
  const commands = indexes.map(
    ({ key, ...options }) => `${place}.createIndex(${JSON.stringify(key)}, ${JSON.stringify(options)});`,
  );
  return new LlmTrackerError(
    'schema_missing',
    `There is no collection ${database}.${collection}. Correct its name, run this in mongosh, or connect once with migrations: 'auto':\n${commands.join('\n')}`,
  );
}

async function createIndexes(collection: MongoCollection): Promise<void> {
  for (const { key, ...options } of indexes) {
    try {
      await collection.createIndex(key, options);
    } catch (error) {
      const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
      if (!indexExistsCodes.includes(code)) throw error;
    }
  }
}
