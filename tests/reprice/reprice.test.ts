import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import {
  type CallQuery,
  type CustomPrice,
  createTracker,
  type DatabaseAdapter,
  MemoryAdapter,
  openDatabase,
  type RecordInput,
  type TrackingData,
  type UsageDatabase,
} from '@llm-tracker/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mixedInputs } from './mixed-inputs.ts';

const reason = 'the contract of November';
/** `own-slow` has no price yet, and that of `own-fast` is ten times too high. */
const pricesBefore: Record<string, CustomPrice> = {
  'own-fast': { inputCostPerToken: '0.00005', outputCostPerToken: '0.0001', rates: { input_cache_read: '0.000005' } },
};
const pricesAfter: Record<string, CustomPrice> = {
  'own-fast': { inputCostPerToken: '0.000005', outputCostPerToken: '0.00001', rates: { input_cache_read: '5e-7' } },
  'own-slow': { inputCostPerToken: '0.0000000000125', outputCostPerToken: 3e-7, rates: { input_cache_read: '1e-13' } },
  'gpt-4o': { multiplier: '0.93' },
};

let directory: string;
let filename: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'llm-tracker-reprice-'));
  filename = join(directory, 'usage.db');
});

afterEach(() => rm(directory, { recursive: true }));

async function store(database: DatabaseAdapter, inputs: readonly RecordInput[]): Promise<void> {
  const options = { projectName: 'shop', database, customPricing: pricesBefore, onEvent: () => undefined };
  const tracker = createTracker(options);
  await tracker.connect();
  for (const input of inputs) tracker.record(input);
  const { pending, deadLettered } = await tracker.disconnect();
  expect({ pending, deadLettered }).toEqual({ pending: 0, deadLettered: 0 });
}

async function openForUpkeep(
  database: DatabaseAdapter,
  customPricing: Record<string, CustomPrice> = pricesAfter,
): Promise<UsageDatabase> {
  const opened = openDatabase(database, { readOnly: false, customPricing });
  await opened.connect();
  return opened;
}

async function rowsOf(database: UsageDatabase): Promise<TrackingData[]> {
  return database.listCalls({ order: 'oldest', limit: 10_000 });
}

function tokens(model: string): RecordInput {
  return {
    provider: 'acme',
    operation: 'chat',
    model,
    items: [
      { unit: 'input', quantity: 1200 },
      { unit: 'input_cache_read', quantity: 30_000 },
      { unit: 'output', quantity: 451 },
    ],
  };
}

describe('reprice on SQLite', () => {
  it('prices calls of a model whose price came later, from their stored buckets', async () => {
    await store(new SqliteAdapter({ filename }), [tokens('own-slow'), tokens('nobody-knows')]);
    const database = await openForUpkeep(new SqliteAdapter({ filename }));
    expect(await database.getBreakdown()).toMatchObject([
      { totals: { requestsWithoutCost: 2, totalCostUsdExact: '0' } },
    ]);
    const report = await database.reprice({ reason });
    // 1200 × 0.0000000000125 + 30000 × 0.0000000000001 + 451 × 0.0000003
    expect(report).toEqual({ examined: 2, changed: 1, beforeUsd: '0', afterUsd: '0.000135318' });
    expect(await database.getBreakdown()).toMatchObject([
      { totals: { requestsWithoutCost: 1, totalRequests: 2, totalCostUsdExact: '0.000135318' } },
    ]);
    await database.disconnect();
  });

  it('corrects a wrong price, and keeps the wrong amount readable', async () => {
    await store(new SqliteAdapter({ filename }), [tokens('own-fast')]);
    const database = await openForUpkeep(new SqliteAdapter({ filename }));
    const [before] = await rowsOf(database);
    const report = await database.reprice({ model: 'own-fast', reason });
    expect(report).toEqual({ examined: 1, changed: 1, beforeUsd: '0.2551', afterUsd: '0.02551' });
    const [after] = await rowsOf(database);
    expect(after).toMatchObject({ requestId: before?.requestId, timestamp: before?.timestamp, revision: 2 });
    expect(after?.details.costHistory).toEqual([
      {
        revisedAt: after?.recordedAt.toISOString(),
        costStatus: 'priced',
        costUsdExact: '0.2551',
        priceSnapshot: before?.priceSnapshot,
        reason,
      },
    ]);
    const { text } = (await database.explain(after?.requestId ?? '')) ?? { text: '' };
    expect(text).toMatch(/total += +0\.02551 +USD/);
    expect(text).toContain(`: 0.2551 USD (priced, price file ${before?.priceSnapshot}); ${reason}`);
    await database.disconnect();
  });

  it('gives MemoryAdapter and SQLite the same rows and sums, which are those of getStats', async () => {
    const inputs = mixedInputs(800);
    const outcomes = [];
    for (const adapter of [new MemoryAdapter(), new SqliteAdapter({ filename })]) {
      await store(adapter, inputs);
      const database = await openForUpkeep(adapter);
      for (const filter of [{ teamName: 'ads' }, {}]) {
        const before = await database.getStats(filter);
        const foretold = await database.reprice({ ...filter, reason, dryRun: true });
        expect(await database.getStats(filter)).toEqual(before);
        const report = await database.reprice({ ...filter, reason });
        const after = await database.getStats(filter);
        expect(foretold).toEqual(report);
        expect(report.changed).toBeGreaterThan(100);
        expect(report.examined).toBe(after.totalRequests);
        expect(report).toMatchObject({
          beforeUsd: before.totalCostUsdExact,
          afterUsd: after.totalCostUsdExact,
        });
        // Nothing but money changes: no call is counted twice, no token either.
        const money = { totalCostUsd: after.totalCostUsd, totalCostUsdExact: after.totalCostUsdExact };
        expect(after).toEqual({ ...before, ...money });
        expect(await database.reprice({ ...filter, reason })).toMatchObject({
          changed: 0,
          beforeUsd: report.afterUsd,
          afterUsd: report.afterUsd,
        });
      }
      outcomes.push(comparable(await rowsOf(database)));
      await database.disconnect();
    }
    expect(Object.keys(outcomes[0] ?? {})).toHaveLength(800);
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  it('leaves alone what does not follow from items and prices', async () => {
    await store(new SqliteAdapter({ filename }), mixedInputs(400));
    const database = await openForUpkeep(new SqliteAdapter({ filename }));
    const isLeft = ({ costStatus, usageSource }: TrackingData): boolean =>
      usageSource === 'pending' || ['stated', 'free', 'unmeasured', 'invalid'].includes(costStatus);
    const before = (await rowsOf(database)).filter(isLeft);
    await database.reprice({ reason });
    const after = (await rowsOf(database)).filter(isLeft);
    expect(new Set(before.map((row) => row.costStatus))).toEqual(new Set(['stated', 'unmeasured', 'invalid']));
    expect(after).toEqual(before);
    await database.disconnect();
  });

  it('gives the pending row of a background call its final revision, whether prices were changed in between or not', async () => {
    const key = { dedupeKey: 'resp_1', createdAt: new Date('2026-11-01T00:00:00Z') };
    await store(new SqliteAdapter({ filename }), [
      { ...tokens('own-fast'), items: [], ...key, usageSource: 'pending' },
    ]);
    const database = await openForUpkeep(new SqliteAdapter({ filename }));
    expect(await database.reprice({ reason })).toMatchObject({ examined: 1, changed: 0 });
    await store(new SqliteAdapter({ filename }), [{ ...tokens('own-fast'), ...key }]);
    expect(await rowsOf(database)).toMatchObject([{ revision: 1, promptTokens: 31_200 }]);
    await database.disconnect();
  });

  it('leaves a row that another process revised between reading and writing', async () => {
    class Overtaken extends SqliteAdapter {
      override async listCalls(query: CallQuery): Promise<TrackingData[]> {
        const rows = await super.listCalls(query);
        const first = rows.find((row) => row.revision === 1);
        if (query.order === 'newest' && first !== undefined) {
          const other = new SqliteAdapter({ filename });
          await other.connect();
          await other.save({ ...first, revision: 9, operation: 'corrected' });
          await other.disconnect();
        }
        return rows;
      }
    }
    await store(new SqliteAdapter({ filename }), [tokens('own-slow'), tokens('own-slow'), tokens('own-slow')]);
    const database = await openForUpkeep(new Overtaken({ filename }));
    await database.reprice({ reason });
    const rows = await database.listCalls();
    expect(rows.map((row) => [row.revision, row.operation, row.costStatus]).sort()).toEqual([
      [2, 'chat', 'priced'],
      [2, 'chat', 'priced'],
      [9, 'corrected', 'unpriced'],
    ]);
    await database.disconnect();
  });

  it('outlives a lock that another process holds for a moment', async () => {
    await store(new SqliteAdapter({ filename }), [tokens('own-slow')]);
    const other = new DatabaseSync(filename);
    let failures = 0;
    class Locked extends SqliteAdapter {
      override classifyError(error: unknown): 'retry' | 'split' | 'park' {
        failures += 1;
        if (failures === 1) other.exec('COMMIT');
        return super.classifyError(error);
      }
    }
    const database = await openForUpkeep(new Locked({ filename }));
    other.exec('BEGIN IMMEDIATE');
    expect(await database.reprice({ reason })).toMatchObject({ changed: 1 });
    expect(failures).toBe(1);
    expect(await database.getStats()).toMatchObject({ totalCostUsdExact: '0.000135318' });
    await database.disconnect();
    other.close();
  });

  it('does the rest when it is called again after an error', async () => {
    let writes = 0;
    class FailsOnce extends SqliteAdapter {
      override async saveBatch(data: readonly TrackingData[]): Promise<void> {
        writes += 1;
        if (writes === 2) throw new Error('SQLITE_READONLY');
        await super.saveBatch(data);
      }
      override classifyError(): 'park' {
        return 'park';
      }
    }
    await store(
      new SqliteAdapter({ filename }),
      Array.from({ length: 600 }, () => tokens('own-slow')),
    );
    const database = await openForUpkeep(new FailsOnce({ filename }));
    await expect(database.reprice({ reason })).rejects.toMatchObject({ code: 'storage_failed', operation: 'reprice' });
    const written = 600 - (await database.getStats({ costStatus: 'unpriced' })).totalRequests;
    expect(written).toBeGreaterThan(0);
    expect(await database.reprice({ reason })).toMatchObject({ examined: 600, changed: 600 - written });
    expect(await database.getStats()).toMatchObject({ totalRequests: 600, totalCostUsdExact: '0.0811908' });
    await database.disconnect();
  });

  it('refuses to write to a database that was opened for reading', async () => {
    await store(new SqliteAdapter({ filename }), [tokens('own-fast')]);
    const database = openDatabase(new SqliteAdapter({ filename }), { customPricing: pricesAfter });
    await database.connect();
    await expect(database.reprice({ reason })).rejects.toMatchObject({ code: 'invalid_option', path: 'readOnly' });
    await expect(database.deleteBefore(new Date())).rejects.toMatchObject({ path: 'readOnly' });
    expect(await rowsOf(database)).toMatchObject([{ revision: 1 }]);
    await database.disconnect();
  });
});

/** Rows by `responseId`, without what depends on the run: ids are random, and times of writing differ. */
function comparable(rows: readonly TrackingData[]): Record<string, object> {
  return Object.fromEntries(
    rows.map(({ requestId: _, recordedAt: __, details, ...row }) => {
      const costHistory = details.costHistory?.map(({ revisedAt: ___, ...former }) => former);
      return [row.responseId, { ...row, details: { ...details, costHistory } }];
    }),
  );
}
