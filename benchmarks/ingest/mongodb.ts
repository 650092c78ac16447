// Storing calls in MongoDB: the adapter beside the bare driver, which writes the same documents.
// TEST_MONGODB_URL=mongodb://127.0.0.1:27017 node --conditions=llm-tracker-source benchmarks/ingest/mongodb.ts
import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import type { TrackingData } from '@llm-tracker/core';
import { Decimal128, MongoClient } from 'mongodb';
import { compareRounds } from '../compare-rounds.ts';
import { generatedCall } from '../generated-calls.ts';

const [callsPerRound, rounds, leastRatio] = [10_000, 5, 0.85];
const uri = process.env['TEST_MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017';
const database = 'llm_tracker_benchmark';
const client = await new MongoClient(uri).connect();
await client.db(database).dropDatabase();

const adapter = new MongoAdapter({ uri, database, collection: 'adapter' });
await adapter.connect();
const bare = client.db(database).collection<{ _id: string }>('bare', { writeConcern: { w: 'majority' } });
await bare.createIndex({ projectName: 1, timestamp: 1, _id: 1 });
await bare.createIndex({ timestamp: 1, _id: 1 });

let isEnough = true;
for (const batchSize of [100, 500, 1000]) {
  const calls = Array.from({ length: callsPerRound }, (_, index) => generatedCall(index, callsPerRound, 3_600_000));
  const inBatches = async (round: number, save: (batch: TrackingData[]) => Promise<unknown>): Promise<void> => {
    const ofRound = calls.map((call) => ({ ...call, requestId: idOf(call, batchSize, round) }));
    for (let start = 0; start < ofRound.length; start += batchSize) await save(ofRound.slice(start, start + batchSize));
  };
  const [, ratio = 0] = await compareRounds(
    `${callsPerRound} by ${batchSize}`,
    [
      {
        name: 'mongodb insertMany',
        run: (round) => inBatches(round, (batch) => bare.insertMany(batch.map(document), { ordered: false })),
      },
      { name: 'MongoAdapter', run: (round) => inBatches(round, (batch) => adapter.saveBatch(batch)) },
    ],
    rounds,
  );
  if (batchSize === 500) isEnough = ratio >= leastRatio;
}
console.log(`at batches of 500: ${isEnough ? 'at least' : 'LESS THAN'} ${leastRatio} of the bare driver`);
process.exitCode = isEnough ? 0 : 1;
await client.db(database).dropDatabase();
await adapter.disconnect();
await client.close();

/** An id of its own for each call of each round, in the order of time. */
function idOf({ requestId }: TrackingData, batchSize: number, round: number): string {
  return `${requestId.slice(0, 24)}${batchSize.toString(16).padStart(4, '0')}${(round + 10).toString(16)}${requestId.slice(28)}`.slice(
    0,
    36,
  );
}

/** What the adapter stores, written down by hand. */
function document(call: TrackingData): { _id: string; [key: string]: unknown } {
  const { requestId, costUsd, costUsdExact, tags, ...rest } = call;
  const stored: { _id: string; [key: string]: unknown } = { _id: requestId };
  for (const [key, value] of Object.entries(rest)) if (value !== null) stored[key] = value;
  stored['tags'] = Object.entries(tags).map(([key, value]) => ({ key, value }));
  if (costUsdExact !== null) stored['costUsd'] = Decimal128.fromString(costUsdExact);
  return stored;
}
