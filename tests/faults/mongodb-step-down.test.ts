import { setTimeout as wait } from 'node:timers/promises';
import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { type Document, MongoClient, MongoError } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { UnavailableError } from '../databases/database-server.ts';
import { startMongodbReplicaSet } from '../databases/mongodb-replica-set.ts';
import { runCalls } from './run-calls.ts';

const answerTimeoutMs = 30_000;

test('a primary that steps down or dies loses no call and doubles none', async ({ skip }) => {
  const set = await startMongodbReplicaSet().catch((error: unknown) => {
    if (error instanceof UnavailableError && process.env['CI'] !== 'true') return skip(error.message);
    throw error;
  });
  onTestFinished(() => set.stop());
  const client = new MongoClient(set.url);
  onTestFinished(() => client.close());
  const command = (document: Document): Promise<Document> => untilAnswered(() => client.db('admin').command(document));
  const stepDown = (): Promise<unknown> => command({ replSetStepDown: 2, force: true });
  const killPrimary = async (): Promise<void> => {
    const { primary } = await command({ hello: 1 });
    const member = set.members.find(({ port }) => String(primary).endsWith(`:${port}`));
    await member?.kill();
    await member?.restart();
  };
  const adapter = new MongoAdapter({ uri: set.url, database: 'faults', collection: 'calls' });
  const run = await runCalls(adapter, 4000, [stepDown, killPrimary, stepDown]);
  // Each disturbance led to an election.
  expect((await command({ replSetGetStatus: 1 }))['term']).toBeGreaterThan(3);
  expect(run).toMatchObject({ stored: 4000, pending: 0, deadLettered: 0, totalRequests: 4000, totalCostUsdExact: '4' });
});

/** Asks again while nobody is primary or a connection breaks: the set is being disturbed, and this test is one of its clients. */
async function untilAnswered(ask: () => Promise<Document>): Promise<Document> {
  const deadlineMs = performance.now() + answerTimeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof MongoError) || performance.now() > deadlineMs) throw error;
      await wait(50);
    }
  }
}
