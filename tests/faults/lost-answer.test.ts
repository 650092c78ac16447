import { randomUUID } from 'node:crypto';
import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { kitId, kitRecord } from '@llm-tracker/testing';
import { expect, test } from 'vitest';
import { startCuttingProxy } from './cut-answers.ts';

const name = `lost_${randomUUID().slice(0, 8)}`;
const databases = [
  {
    title: 'MongoDB',
    url: process.env['TEST_MONGODB_URL'],
    create: (host: string) =>
      new MongoAdapter({ uri: `mongodb://${host}/?directConnection=true&retryWrites=false`, collection: name }),
  },
  {
    title: 'ClickHouse',
    url: process.env['TEST_CLICKHOUSE_URL'],
    create: (host: string) => new ClickHouseAdapter({ url: `http://${host}`, tableName: name }),
  },
];

for (const { title, url, create } of databases) {
  test.skipIf(url === undefined)(
    `a batch that is repeated after its answer was lost changes no total: ${title}`,
    async () => {
      const target = new URL(url ?? '');
      const proxy = await startCuttingProxy(target.href);
      const [calls, direct] = [create(proxy.host), create(target.host)];
      await calls.connect();
      await direct.connect();
      const stored = async (): Promise<unknown> => (await direct.getBreakdown({}))[0]?.totals;
      const context = (batchId: string) => ({ batchId, signal: new AbortController().signal });
      for (let round = 1; round <= 20; round += 1) {
        const batch = Array.from({ length: 50 }, (_, index) =>
          kitRecord({ requestId: kitId(50 * round + index), revision: 1 + (round % 2), costUsdExact: '0.001' }),
        );
        proxy.cutsAnswers = true;
        const saveInVain = async (): Promise<void> => {
          const saved = calls.saveBatch(batch, context(`batch ${round}`));
          const error: unknown = await saved.catch((thrown: unknown) => thrown);
          expect(error).toBeDefined();
          expect(calls.classifyError(error)).toBe('retry');
        };
        // It arrives all the same; not always the first time, for a driver whose monitor was cut off does not send anything.
        await expect
          .poll(() => saveInVain().then(stored), { timeout: 30_000 })
          .toMatchObject({ totalRequests: 50 * round });
        proxy.cutsAnswers = false;
        await calls.saveBatch(batch, context(`batch ${round}`));
        // And long after, when no server remembers the batch.
        await calls.saveBatch(batch, context(`batch ${round} again`));
      }
      expect(await stored()).toMatchObject({ totalRequests: 1000, totalCostUsdExact: '1' });
      await direct.deleteBefore(new Date('2099-01-01'));
      await calls.disconnect();
      await direct.disconnect();
    },
  );
}
