import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { MongoClient } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { UnavailableError } from '../databases/database-server.ts';
import { type MongodbReplicaSet, startMongodbReplicaSet } from '../databases/mongodb-replica-set.ts';
import { runCalls } from './run-calls.ts';

const set = await startMongodbReplicaSet().catch((error: unknown) => {
  if (error instanceof UnavailableError && process.env['CI'] !== 'true') return null;
  throw error;
});

test.skipIf(set === null)('a primary that steps down or dies loses no call and doubles none', async () => {
  const { url, members } = set as MongodbReplicaSet;
  const client = await new MongoClient(url).connect();
  onTestFinished(async () => {
    await client.close();
    await set?.stop();
  });
  const admin = client.db('admin');
  const stepDown = (): Promise<unknown> => admin.command({ replSetStepDown: 2, force: true });
  const killPrimary = async (): Promise<void> => {
    const { primary } = await admin.command({ hello: 1 });
    const member = members.find(({ port }) => String(primary).endsWith(`:${port}`));
    await member?.kill();
    await member?.restart();
  };
  const adapter = new MongoAdapter({ uri: url, database: 'faults', collection: 'calls' });
  const run = await runCalls(adapter, 4000, [stepDown, killPrimary, stepDown]);
  // Each disturbance led to an election.
  expect((await admin.command({ replSetGetStatus: 1 }))['term']).toBeGreaterThan(3);
  expect(run).toMatchObject({ stored: 4000, pending: 0, deadLettered: 0, totalRequests: 4000, totalCostUsdExact: '4' });
});
