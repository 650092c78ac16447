import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './errors.ts';
import { openDatabase } from './open-database.ts';
import { MemoryAdapter } from './storage/memory-adapter.ts';
import { cheap, databaseOf, dear } from './upkeep.test-support.ts';

const reason = 'the price was wrong';

describe('openDatabase', () => {
  it('refuses upkeep unless told otherwise, and says how', async () => {
    const adapter = await databaseOf(2, cheap, new MemoryAdapter());
    for (const database of [openDatabase(adapter), openDatabase(adapter, { readOnly: true, customPricing: dear })]) {
      for (const attempt of [database.reprice({ reason, dryRun: true }), database.deleteBefore(new Date())]) {
        await expect(attempt).rejects.toBeInstanceOf(ConfigurationError);
        await expect(attempt).rejects.toThrow('openDatabase(database, { readOnly: false })');
      }
      expect(await database.getStats()).toMatchObject({ totalRequests: 2, totalCostUsdExact: '0.04' });
    }
  });

  it('asks the adapter never to change the schema', async () => {
    const asked: unknown[] = [];
    const connect = async (options: unknown): Promise<void> => {
      asked.push(options);
    };
    const adapter = Object.assign(new MemoryAdapter(), { connect });
    for (const readOnly of [undefined, true, false]) {
      const database = openDatabase(adapter, { readOnly });
      await database.connect();
      await database.disconnect();
    }
    expect(asked).toEqual([{ readOnly: true }, { readOnly: true }, { migrations: 'check' }]);
  });

  it.each<[options: object, path: string]>([
    [{ readonly: false }, 'readonly'],
    [{ readOnly: 'no' }, 'readOnly'],
    [{ pricing: { sauce: 'x' } }, 'pricing.sauce'],
    [{ pricing: { source: 'ftp://example.com/' } }, 'pricing.source'],
    [{ customPricing: { m: { inputCostPerToken: -1 } } }, 'customPricing'],
  ])('refuses %o by the name of the option', (options, path) => {
    expect(() => openDatabase(new MemoryAdapter(), options)).toThrow(ConfigurationError);
    expect(() => openDatabase(new MemoryAdapter(), options)).toThrow(path);
  });

  it('refuses what is no adapter', () => {
    // @ts-expect-error a path is no adapter
    expect(() => openDatabase('usage.db')).toThrow(ConfigurationError);
  });
});
