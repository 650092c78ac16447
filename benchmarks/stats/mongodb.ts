// Statistics in MongoDB: the adapter beside the same question asked by hand.
// TEST_MONGODB_URL=mongodb://127.0.0.1:27017 node --conditions=llm-tracker-source benchmarks/stats/mongodb.ts [CALLS]
import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { MongoClient } from 'mongodb';
import { compareRounds } from '../compare-rounds.ts';
import { generatedCall } from '../generated-calls.ts';

const [rounds, batchSize, days] = [5, 5000, 90];
const count = Number(process.argv[2] ?? 300_000);
const uri = process.env['TEST_MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017';
const database = 'llm_tracker_benchmark';
const client = await new MongoClient(uri).connect();
await client.db(database).dropDatabase();
const adapter = new MongoAdapter({ uri, database, collection: 'stats' });
await adapter.connect();
for (let start = 0; start < count; start += batchSize) {
  const length = Math.min(batchSize, count - start);
  await adapter.saveBatch(Array.from({ length }, (_, index) => generatedCall(start + index, count, days * 86_400_000)));
}
const calls = client.db(database).collection('stats');

const month = { startDate: new Date('2026-02-01'), endDate: new Date('2026-03-01') };
const $match = { projectName: 'project-1', timestamp: { $gte: month.startDate, $lt: month.endDate } };
const sums = {
  calls: { $sum: '$callCount' },
  successful: { $sum: { $cond: ['$success', '$callCount', 0] } },
  promptTokens: { $sum: '$promptTokens' },
  completionTokens: { $sum: '$completionTokens' },
  totalTokens: { $sum: '$totalTokens' },
  cachedPromptTokens: { $sum: '$cachedPromptTokens' },
  cacheWriteTokens: { $sum: '$cacheWriteTokens' },
  reasoningTokens: { $sum: '$reasoningTokens' },
  costUsd: { $sum: '$costUsd' },
  latencyMs: { $avg: '$latencyMs' },
};
const byHand = (name: string, ...pipeline: object[]): { name: string; run: () => Promise<unknown> } => ({
  name,
  run: () => calls.aggregate([{ $match }, ...pipeline]).toArray(),
});
const project = { ...month, projectName: 'project-1' };
const day = { $dateTrunc: { date: '$timestamp', unit: 'day' } };
const title = `${count} calls`;

await compareRounds(
  `${title}: month`,
  [
    byHand('by hand', { $group: { _id: null, ...sums } }),
    { name: 'MongoAdapter', run: () => adapter.getBreakdown(project) },
  ],
  rounds,
);
await compareRounds(
  `${title}: day x model`,
  [
    byHand('by hand', { $group: { _id: { day, model: '$model' }, ...sums } }, { $sort: { _id: 1 } }),
    {
      name: 'MongoAdapter, in UTC',
      run: () => adapter.getBreakdown({ ...project, interval: 'day', groupBy: ['model'], limit: 5000 }),
    },
    {
      name: 'MongoAdapter, in Berlin',
      run: () =>
        adapter.getBreakdown({
          ...project,
          interval: 'day',
          timeZone: 'Europe/Berlin',
          groupBy: ['model'],
          limit: 5000,
        }),
    },
  ],
  rounds,
);
await compareRounds(
  `${title}: percentiles`,
  [
    byHand(
      'by hand, all latencies at once',
      { $sort: { latencyMs: 1 } },
      { $group: { _id: null, all: { $push: '$latencyMs' }, ...sums } },
    ),
    { name: 'MongoAdapter', run: () => adapter.getBreakdown({ ...project, percentiles: true }) },
    { name: 'MongoAdapter, all projects', run: () => adapter.getBreakdown({ ...month, percentiles: true }) },
  ],
  rounds,
);
await compareRounds(
  `${title}: newest 100`,
  [
    { name: 'by hand', run: () => calls.find().sort({ timestamp: -1, _id: -1 }).limit(100).toArray() },
    { name: 'MongoAdapter', run: () => adapter.listCalls({}) },
  ],
  rounds,
);

await client.db(database).dropDatabase();
await adapter.disconnect();
await client.close();
