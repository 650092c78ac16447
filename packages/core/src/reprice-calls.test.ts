import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTracker } from './create-tracker.ts';
import { ConfigurationError, UnsupportedOperationError } from './errors.ts';
import { openDatabase } from './open-database.ts';
import type { CallQuery, TrackingData } from './record.ts';
import { MemoryAdapter } from './storage/memory-adapter.ts';
import { cheap, databaseOf, dear, rowsOf, upkeepOf } from './upkeep.test-support.ts';

const reason = 'the price was wrong';

describe('reprice', () => {
  it('prices rows again, over many pages, and reports the exact sums before and after', async () => {
    const adapter = await databaseOf(1003, cheap, new MemoryAdapter());
    const database = upkeepOf(adapter, dear);
    const before = await database.getStats();
    const report = await database.reprice({ reason });
    const after = await database.getStats();
    expect(report).toEqual({ examined: 1003, changed: 1003, beforeUsd: '20.06', afterUsd: '40.12' });
    expect(before.totalCostUsdExact).toBe('20.06');
    expect(after).toEqual({ ...before, totalCostUsd: 40.12, totalCostUsdExact: '40.12' });
    const rows = await rowsOf(adapter);
    expect(rows).toHaveLength(1003);
    expect(new Set(rows.map((row) => `${row.revision} ${row.details.costHistory?.[0]?.costUsdExact}`))).toEqual(
      new Set(['2 0.02']),
    );
  });

  it('reaches only what the filter names, also when rows leave the filter as they are priced', async () => {
    const adapter = await databaseOf(1000, {}, new MemoryAdapter());
    const database = upkeepOf(adapter, cheap);
    const query = { costStatus: 'unpriced', model: 'own-1', reason } as const;
    expect(await database.reprice(query)).toEqual({ examined: 500, changed: 500, beforeUsd: '0', afterUsd: '10' });
    expect(await database.reprice(query)).toEqual({ examined: 0, changed: 0, beforeUsd: '0', afterUsd: '0' });
    expect(await database.getStats({ costStatus: 'unpriced' })).toMatchObject({ totalRequests: 500 });
  });

  it('does not rewrite what stays the same', async () => {
    const adapter = await databaseOf(10, cheap, new MemoryAdapter());
    const before = await rowsOf(adapter);
    const report = await upkeepOf(adapter, cheap).reprice({ reason });
    expect(report).toEqual({ examined: 10, changed: 0, beforeUsd: '0.2', afterUsd: '0.2' });
    expect(await rowsOf(adapter)).toEqual(before);
  });

  it('writes nothing in a dry run, and says what it would do', async () => {
    const adapter = await databaseOf(10, cheap, new MemoryAdapter());
    const before = await rowsOf(adapter);
    const database = upkeepOf(adapter, dear);
    const foretold = await database.reprice({ reason, dryRun: true });
    expect(foretold).toEqual({ examined: 10, changed: 10, beforeUsd: '0.2', afterUsd: '0.4' });
    expect(await rowsOf(adapter)).toEqual(before);
    expect(await database.reprice({ reason })).toEqual(foretold);
  });

  it('leaves a row that was revised meanwhile', async () => {
    class RevisedMeanwhile extends MemoryAdapter {
      override async listCalls(query: CallQuery): Promise<TrackingData[]> {
        const rows = await super.listCalls(query);
        const [first] = query.order === 'newest' ? rows : [];
        if (first?.revision === 1) await this.save({ ...first, revision: 5, model: 'revised' });
        return rows;
      }
    }
    const adapter = await databaseOf(3, cheap, new RevisedMeanwhile());
    await upkeepOf(adapter, dear).reprice({ reason });
    const rows = await rowsOf(adapter);
    expect(rows.map((row) => [row.revision, row.costUsdExact]).sort()).toEqual([
      [2, '0.04'],
      [2, '0.04'],
      [5, '0.02'],
    ]);
  });

  it('keeps no more than a page in memory, and hands over rows sorted by id', async () => {
    const limits = new Set<number | undefined>();
    const batches: string[][] = [];
    class Watched extends MemoryAdapter {
      override listCalls(query: CallQuery): Promise<TrackingData[]> {
        limits.add(query.limit);
        return super.listCalls(query);
      }
      override async saveBatch(data: readonly TrackingData[]): Promise<void> {
        if (data.some((row) => row.revision === 2)) batches.push(data.map((row) => row.requestId));
        await super.saveBatch(data);
      }
    }
    const adapter = await databaseOf(250, cheap, new Watched());
    limits.clear();
    await upkeepOf(adapter, dear).reprice({ reason });
    expect([...limits]).toEqual([100]);
    expect(batches.map((ids) => ids.length)).toEqual([100, 100, 50]);
    for (const ids of batches) expect(ids).toEqual(ids.toSorted());
  });

  it('leaves turns of the event loop to the app', async () => {
    const adapter = await databaseOf(1000, cheap, new MemoryAdapter());
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await upkeepOf(adapter, dear).reprice({ reason });
    isDone = true;
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('saves one by one where the adapter has no batches', async () => {
    const adapter = await databaseOf(3, cheap, new MemoryAdapter());
    await upkeepOf(Object.assign(adapter, { saveBatch: undefined }), dear).reprice({ reason });
    expect(await adapter.listCalls({})).toMatchObject([{ revision: 2 }, { revision: 2 }, { revision: 2 }]);
  });

  it('waits for the price file that was named', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'llm-tracker-test-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const source = join(directory, 'prices.json');
    const row = { litellm_provider: 'openai', input_cost_per_token: '0.003', output_cost_per_token: '0.001' };
    await writeFile(source, JSON.stringify({ 'own-1': row }));
    const adapter = new MemoryAdapter();
    const tracker = createTracker({ projectName: 'shop', database: adapter, onEvent: () => undefined });
    await tracker.connect();
    tracker.record({ provider: 'openai', operation: 'chat', model: 'own-1', items: [{ unit: 'input', quantity: 1 }] });
    await tracker.disconnect();
    const database = openDatabase(adapter, { readOnly: false, pricing: { source, refreshIntervalMs: 0 } });
    await database.connect();
    expect(await database.reprice({ reason })).toMatchObject({ changed: 1, beforeUsd: '0', afterUsd: '0.003' });
    await database.disconnect();
  });

  it('on a tracker, reaches calls that were just made, with the prices in force', async () => {
    const adapter = await databaseOf(2, cheap, new MemoryAdapter());
    const tracker = createTracker({ projectName: 'shop', database: adapter, customPricing: dear });
    await tracker.connect();
    tracker.record({ provider: 'acme', operation: 'chat', model: 'own-1', items: [{ unit: 'input', quantity: 1 }] });
    const report = await tracker.reprice({ reason });
    expect(report).toEqual({ examined: 3, changed: 2, beforeUsd: '0.042', afterUsd: '0.082' });
    await tracker.disconnect();
    await expect(tracker.reprice({ reason })).rejects.toMatchObject({ code: 'tracker_closed' });
  });

  it.each<[what: string, query: object, path: string]>([
    ['without a reason', {}, 'reason'],
    ['with an empty reason', { reason: ' ' }, 'reason'],
    ['with a dry run that is neither', { reason, dryRun: 'yes' }, 'dryRun'],
    ['with a filter that does not exist', { reason, modle: 'own-1' }, 'query'],
    ['with a page of its own', { reason, limit: 10 }, 'query'],
    ['with a date that is none', { reason, startDate: '2026-01-01' }, 'startDate'],
  ])('is refused %s', async (_what, query, path) => {
    const database = upkeepOf(await databaseOf(2, cheap, new MemoryAdapter()), dear);
    const attempt = database.reprice(Object(query));
    await expect(attempt).rejects.toBeInstanceOf(ConfigurationError);
    await expect(attempt).rejects.toMatchObject({ path });
    expect(await database.getStats()).toMatchObject({ totalCostUsdExact: '0.04' });
  });

  it('is refused where calls cannot be listed', async () => {
    const database = upkeepOf(Object.assign(new MemoryAdapter(), { listCalls: undefined }));
    await expect(database.reprice({ reason })).rejects.toBeInstanceOf(UnsupportedOperationError);
  });
});
