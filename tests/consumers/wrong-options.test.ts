import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { ConfigurationError, createTracker, MemoryAdapter, type TrackerOptions } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { expect, test } from 'vitest';

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** As an app without types could pass it. */
function optionsWith(members: Record<string, unknown>): TrackerOptions {
  return { projectName: 'shop', database: new MemoryAdapter(), ...members };
}

test.each<[string, Record<string, unknown>, string]>([
  ['an unknown option', { batchsize: 10 }, 'batchsize'],
  ['an unknown option of retry', { retry: { maxRetry: 3 } }, 'retry.maxRetry'],
  ['a negative batch size', { batchSize: -1 }, 'batchSize'],
  ['a fractional batch size', { batchSize: 1.5 }, 'batchSize'],
  ['an interval that is no number', { batchIntervalMs: '1s' }, 'batchIntervalMs'],
  ['a project without a name', { projectName: '' }, 'projectName'],
  ['a database that is a connection string', { database: 'postgres://localhost' }, 'database'],
  ['a database that cannot save', { database: { connect() {}, disconnect() {} } }, 'database'],
  ['a listener that is no function', { onEvent: 'console' }, 'onEvent'],
  ['a price that is negative', { customPricing: { 'gpt-4o': { inputCostPerToken: -1 } } }, 'customPricing'],
])('%s is refused at construction by the name of the option', (_name, members, path) => {
  const error = errorOf(() => createTracker(optionsWith(members)));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toMatchObject({ code: 'invalid_option', path: expect.stringContaining(path) });
  expect(String(error)).toContain(path);
});

test('a client that is no OpenAI client is refused with what was expected', () => {
  const tracker = createTracker(optionsWith({}));
  // @ts-expect-error an empty object is no client
  const error = errorOf(() => tracker.use(openaiProvider({})));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(String(error)).toMatch(/OpenAI/);
});

test.each(['llm tracking', 'calls; drop table calls', '1st', '"calls"', ''])(
  'the table name %j is refused: it is no identifier',
  (tableName) => {
    const error = errorOf(() => new SqliteAdapter({ filename: ':memory:', tableName }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ path: 'tableName' });
  },
);
