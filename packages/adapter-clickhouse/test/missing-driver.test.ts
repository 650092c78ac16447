import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import { expect, test, vi } from 'vitest';

vi.mock('@clickhouse/client', () => {
  throw new Error("Cannot find package '@clickhouse/client'");
});

test('a driver that is not installed is an error that names the install command', async () => {
  const adapter = new ClickHouseAdapter({ url: 'http://localhost:8123' });
  const error: unknown = await adapter.connect().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'driver_missing' });
  expect(String(error)).toContain('npm install @clickhouse/client');
  expect(adapter.classifyError(error)).toBe('park');
});
