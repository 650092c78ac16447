import { MongoClient } from 'mongodb';
import { describeServer } from './describe-server.ts';
import { startMongodb } from './mongodb.ts';

await describeServer('mongodb', startMongodb, async (url) => {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5000 });
  const numbers = client.db('test').collection<{ value: number }>('numbers');
  return {
    write: (value) => numbers.insertOne({ value }, { writeConcern: { w: 1, journal: true } }),
    read: async () => (await numbers.find().toArray()).map((document) => document.value),
    close: () => client.close(),
  };
});
