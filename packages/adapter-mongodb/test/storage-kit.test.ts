import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { mongoUrls } from './mongo-urls.ts';

for (const { name, url, skip } of mongoUrls) {
  describe.skipIf(skip)(name, () => {
    const context: StorageContext = {
      createAdapter: (table) => new MongoAdapter({ uri: url, database: 'llm_tracker_kit', collection: table }),
    };
    for (const { name: sentence, skipReason, run } of storageCases) {
      test.skipIf(skipReason(context) !== null)(sentence, () => run(context));
    }
  });
}
