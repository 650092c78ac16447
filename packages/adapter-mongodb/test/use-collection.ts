import { randomUUID } from 'node:crypto';
import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { type Collection, MongoClient } from 'mongodb';
import { onTestFinished } from 'vitest';

/** A collection of one test, looked at through a client of the test's own. */
export interface TestCollection {
  readonly raw: Collection<{ _id: string; [key: string]: unknown }>;
  readonly client: MongoClient;
  /** An adapter on it, not connected; `uri` reaches the server in another way. */
  adapter(options?: { uri?: string; migrations?: 'auto' | 'check' | undefined }): MongoAdapter;
}

/** An empty collection in a database of its own, which is dropped after the test. */
export async function useCollection(url: string): Promise<TestCollection> {
  const client = await new MongoClient(url).connect();
  const database = `llm_test_${randomUUID().slice(0, 8)}`;
  const name = 'calls';
  const raw = client.db(database).collection<{ _id: string; [key: string]: unknown }>(name);
  onTestFinished(async () => {
    await client.db(database).dropDatabase();
    await client.close();
  });
  return {
    raw,
    client,
    adapter(options = {}) {
      const adapter = new MongoAdapter({ uri: url, database, collection: name, ...options });
      onTestFinished(() => adapter.disconnect());
      return adapter;
    },
  };
}
