// Storing calls in ClickHouse: the adapter beside the bare client, which sends the same statement, and beside a plain insert.
// TEST_CLICKHOUSE_URL=http://127.0.0.1:8123 node --conditions=llm-tracker-source benchmarks/ingest/clickhouse.ts
import { randomUUID } from 'node:crypto';
import { createClient } from '@clickhouse/client';
import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import type { TrackingData } from '@llm-tracker/core';
import { compareRounds } from '../compare-rounds.ts';
import { generatedCall } from '../generated-calls.ts';

const [batchesPerRound, rounds, leastRatio] = [8, 5, 0.85];
const url = process.env['TEST_CLICKHOUSE_URL'] ?? 'http://127.0.0.1:8123';
const client = createClient({ url });
const tables = ['benchmark_same', 'benchmark_plain', 'benchmark_adapter'];
const drop = (): Promise<unknown> =>
  Promise.all(tables.map((table) => client.command({ query: `DROP TABLE IF EXISTS ${table} SYNC` })));
await drop();
const [, , adapter] = tables.map((tableName) => new ClickHouseAdapter({ url, tableName }));
for (const tableName of tables) {
  const creator = new ClickHouseAdapter({ url, tableName });
  await creator.connect();
  await creator.disconnect();
}
await adapter?.connect();

const described = await client.query({ query: 'DESCRIBE TABLE benchmark_same', format: 'JSONEachRow' });
const columns = (await described.json<{ name: string; type: string }>()).map(({ name, type }) => ({
  name,
  type: type.replace(/^LowCardinality\((.*)\)$/, '$1'),
}));
const names = columns.map(({ name }) => name).join(', ');
const structure = columns
  .map(({ name, type }) => `${name} ${type}`)
  .join(', ')
  .replaceAll("'", "\\'");

let isEnough = true;
for (const batchSize of [1000, 5000, 10_000]) {
  const count = batchesPerRound * batchSize;
  const inBatches = async (
    round: number,
    save: (batch: TrackingData[]) => Promise<unknown> | undefined,
  ): Promise<void> => {
    for (let start = 0; start < count; start += batchSize) {
      const first = (round + 10) * 10_000_000 + start;
      await save(Array.from({ length: batchSize }, (_, index) => generatedCall(first + index, 1_000_000, 86_400_000)));
    }
  };
  const generate = { name: '(generating the calls)', run: (round: number) => inBatches(round, async () => {}) };
  const [, , , ratio = 0] = await compareRounds(
    `${count} by ${batchSize}`,
    [
      { name: '@clickhouse/client, same statement', run: (round) => inBatches(round, insertNew) },
      generate,
      { name: '@clickhouse/client, plain insert', run: (round) => inBatches(round, insertPlain) },
      { name: 'ClickHouseAdapter', run: (round) => inBatches(round, (batch) => adapter?.saveBatch(batch, context())) },
    ],
    rounds,
  );
  if (batchSize === 5000) isEnough = ratio >= leastRatio;
}
console.log(`at batches of 5000: ${isEnough ? 'at least' : 'LESS THAN'} ${leastRatio} of the bare client`);
process.exitCode = isEnough ? 0 : 1;
await drop();
await adapter?.disconnect();
await client.close();

function context(): { batchId: string; signal: AbortSignal } {
  return { batchId: randomUUID(), signal: new AbortController().signal };
}

function encode(batch: readonly TrackingData[]): string {
  return batch.map((call) => JSON.stringify(row(call))).join('\n');
}

async function insertPlain(batch: readonly TrackingData[]): Promise<void> {
  await client.command({
    query: `INSERT INTO benchmark_plain (${names}) FORMAT JSONCompactEachRow\n${encode(batch)}`,
    clickhouse_settings: { insert_deduplication_token: randomUUID(), async_insert: 0 },
  });
}

async function insertNew(batch: readonly TrackingData[]): Promise<void> {
  const [first, last] = [batch[0], batch.at(-1)];
  const [low, high] = [first, last].map((call) => call?.timestamp.toISOString().slice(0, -1).replace('T', ' '));
  const ids = batch.map(({ requestId }) => requestId).sort();
  const stored =
    `SELECT request_id, revision FROM benchmark_same WHERE timestamp >= '${low}' AND timestamp <= '${high}'` +
    ` AND request_id >= '${ids[0]}' AND request_id <= '${ids.at(-1)}'`;
  await client.command({
    query:
      `INSERT INTO benchmark_same (${names}) SELECT ${names} FROM input('${structure}')` +
      ` WHERE (request_id, revision) NOT IN (${stored}) FORMAT JSONCompactEachRow\n${encode(batch)}`,
    clickhouse_settings: { insert_deduplication_token: randomUUID() },
  });
}

/** The columns in the order of the table, written down by hand. */
function row(call: TrackingData): unknown[] {
  return [
    ...[call.requestId, call.revision, call.origin, call.callCount, call.projectName, call.teamName, call.userId],
    ...[call.sessionId, call.traceId, call.tags, call.provider, call.operation, call.model, call.requestedModel],
    ...[call.serviceTier, call.region, call.timestamp.toISOString().slice(0, -1).replace('T', ' ')],
    ...[call.recordedAt.toISOString().slice(0, -1).replace('T', ' '), call.latencyMs, call.timeToFirstTokenMs],
    ...[call.success, call.streamed, call.attempts, call.httpStatus, call.errorCode, call.error, call.responseId],
    ...[call.providerRequestId, call.usageSource, call.promptTokens, call.completionTokens, call.totalTokens],
    ...[call.cachedPromptTokens, call.cacheWriteTokens, call.reasoningTokens, call.costStatus, call.costUsdExact],
    ...[call.priceKey, call.priceSnapshot, JSON.stringify(call.details)],
  ];
}
