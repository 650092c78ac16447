import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { expect, test, vi } from 'vitest';

vi.mock('mongodb', () => {
  throw new Error("Cannot find package 'mongodb'");
});

test('a driver that is not installed is an error that names the install command', async () => {
  const adapter = new MongoAdapter({ uri: 'mongodb://localhost' });
  const error: unknown = await adapter.connect().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'driver_missing' });
  expect(String(error)).toContain('npm install mongodb');
  expect(adapter.classifyError(error)).toBe('park');
});
