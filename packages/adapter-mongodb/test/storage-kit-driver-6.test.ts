import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import { MongoClient } from 'mongodb';
import { describe, expect, test, vi } from 'vitest';
import { standalone } from './mongo-urls.ts';

vi.mock('mongodb', () => import('mongodb-6'));

describe.skipIf(standalone.skip)('with version 6 of the driver', () => {
  const context: StorageContext = {
    createAdapter: (table) =>
      new MongoAdapter({ uri: standalone.url, database: 'llm_tracker_kit_6', collection: table }),
  };

  test('which is the one that is used here', async () => {
    expect(MongoClient).toBe((await import('mongodb-6')).MongoClient);
  });

  for (const { name, skipReason, run } of storageCases) {
    test.skipIf(skipReason(context) !== null)(name, () => run(context));
  }
});
