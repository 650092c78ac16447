import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { MongoClient } from 'mongodb';
import { MongoClient as MongoClient6 } from 'mongodb-6';
import { expect, test } from 'vitest';

test('takes the clients of both supported drivers as they are', async () => {
  for (const client of [new MongoClient('mongodb://localhost'), new MongoClient6('mongodb://localhost')]) {
    expect(new MongoAdapter({ client }).target).toBe('mongodb client llm_tracking.llm_tracking');
  }
});
