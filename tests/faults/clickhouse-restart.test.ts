import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import { expect, onTestFinished, test } from 'vitest';
import { startClickhouse } from '../databases/clickhouse.ts';
import { UnavailableError } from '../databases/database-server.ts';
import { runCalls } from './run-calls.ts';

test('a server that is killed and restarted loses no call and doubles none', async ({ skip }) => {
  const clickhouse = await startClickhouse().catch((error: unknown) => {
    if (error instanceof UnavailableError && process.env['CI'] !== 'true') return skip(error.message);
    throw error;
  });
  onTestFinished(() => clickhouse.stop());
  let restarts = 0;
  const restart = async (): Promise<void> => {
    await clickhouse.kill();
    await clickhouse.restart();
    restarts += 1;
  };
  const adapter = new ClickHouseAdapter({ url: clickhouse.url });
  const run = await runCalls(adapter, 4000, [restart, restart, restart]);
  expect(restarts).toBe(3);
  expect(run.events).toContain('database_unavailable');
  expect(run).toMatchObject({ stored: 4000, pending: 0, deadLettered: 0, totalRequests: 4000, totalCostUsdExact: '4' });
});
