import assert from 'node:assert/strict';
import type { TrackingData } from '@llm-tracker/core';
import { hostileTexts } from './hostile-texts.ts';
import { comparable, kitId, kitRecord } from './kit-record.ts';
import { type AdapterWith, type StorageCase, saveAll, storageCase } from './storage-case.ts';

const greatestCount = Number.MAX_SAFE_INTEGER;

/** What is saved comes back as it was. */
export const roundTripCases: readonly StorageCase[] = [
  storageCase({
    name: 'returns every field as it was saved',
    needs: ['listCalls'],
    act: (adapter) => assertRoundTrip(adapter, [fullRecord]),
  }),
  storageCase({
    name: 'keeps null apart from zero, false and empty text',
    needs: ['listCalls'],
    act: (adapter) => assertRoundTrip(adapter, [emptyRecord, zeroRecord]),
  }),
  storageCase({
    name: 'keeps the greatest counts and the smallest and greatest amounts exactly',
    needs: ['listCalls'],
    act: (adapter) =>
      assertRoundTrip(
        adapter,
        ['0', '0.000000000001', '0.1', '9007.199254740993', '123456.789012345678', '9223372.036854775807'].map(
          (costUsdExact, index) =>
            kitRecord({
              requestId: kitId(index),
              costUsdExact,
              promptTokens: greatestCount,
              latencyMs: greatestCount,
              revision: greatestCount - index,
            }),
        ),
      ),
  }),
  storageCase({
    name: 'keeps what an adjustment takes back',
    needs: ['listCalls'],
    act: (adapter) =>
      assertRoundTrip(adapter, [
        kitRecord({
          origin: 'adjustment',
          callCount: 0,
          promptTokens: -greatestCount,
          totalTokens: -1,
          costUsdExact: '-0.000000000001',
        }),
      ]),
  }),
  storageCase({
    name: 'keeps instants to the millisecond, from 2000 to 2099',
    needs: ['listCalls'],
    act: (adapter) =>
      assertRoundTrip(
        adapter,
        [
          '2000-01-01T00:00:00.000Z',
          '2026-03-29T00:59:59.999Z',
          '2026-03-29T01:00:00.000Z',
          '2026-03-29T02:30:00.001Z',
          '2026-10-25T00:30:00.123Z',
          '2026-10-25T01:30:00.123Z',
          '2099-12-31T23:59:59.999Z',
        ].map((time, index) =>
          kitRecord({ requestId: kitId(index), timestamp: new Date(time), recordedAt: new Date(time) }),
        ),
      ),
  }),
  storageCase({
    name: 'keeps hostile texts in every text field',
    needs: ['listCalls'],
    act: (adapter) => assertRoundTrip(adapter, hostileTexts.map(hostileRecord)),
  }),
  storageCase({
    name: 'keeps hostile texts as keys and values of tags and in details',
    needs: ['listCalls'],
    act: (adapter) =>
      assertRoundTrip(
        adapter,
        hostileTexts.map((text, index) =>
          kitRecord({
            requestId: kitId(index),
            tags: { [`key ${text}`.slice(0, 256)]: text, plain: 'value' },
            details: { costReason: text, priceContext: { [text]: text, number: '1' } },
          }),
        ),
      ),
  }),
  storageCase({
    name: 'keeps numbers in details as they are',
    needs: ['listCalls'],
    act: (adapter) =>
      assertRoundTrip(adapter, [
        kitRecord({
          details: {
            lineItems: [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 2 ** 53 - 1, 0].map((quantity) => ({
              unit: 'second_input',
              quantity,
              rateUsd: '0.0001',
              amountUsd: null,
              rateKey: null,
            })),
          },
        }),
      ]),
  }),
  storageCase({
    name: 'keeps an error of 2048 code points',
    needs: ['listCalls'],
    act: (adapter) => assertRoundTrip(adapter, [kitRecord({ error: '🚀'.repeat(2048) })]),
  }),
  storageCase({
    name: 'has what was saved after connecting again',
    needs: ['listCalls'],
    async act(adapter) {
      await saveAll(adapter, [fullRecord]);
      await adapter.disconnect();
      await adapter.connect();
      assert.deepEqual((await adapter.listCalls({})).map(comparable), [comparable(fullRecord)]);
    },
  }),
  storageCase({
    name: 'can be read by a second, read-only adapter',
    needs: ['listCalls'],
    async act(adapter, another) {
      await saveAll(adapter, [fullRecord]);
      const reader = another();
      await reader.connect({ readOnly: true });
      assert.deepEqual((await reader.listCalls({})).map(comparable), [comparable(fullRecord)]);
    },
  }),
  storageCase({
    name: 'can be written by a second adapter that may not change the schema',
    needs: ['listCalls'],
    async act(adapter, another) {
      await saveAll(adapter, [fullRecord]);
      const keeper = another();
      await keeper.connect({ migrations: 'check' });
      const revised = kitRecord({ ...fullRecord, revision: fullRecord.revision + 1, costUsdExact: '0.5' });
      await saveAll(keeper, [revised]);
      assert.deepEqual((await adapter.listCalls({})).map(comparable), [comparable(revised)]);
    },
  }),
];

const fullRecord = kitRecord({
  requestId: '019ca6b1-dc00-7a8b-abb8-a11671dfe03c',
  revision: 3,
  origin: 'import',
  callCount: 17,
  projectName: 'project',
  teamName: 'team',
  userId: 'user',
  sessionId: 'session',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  tags: { feature: 'answer', 'plan.tier': 'pro', empty: '' },
  provider: 'azure',
  operation: 'responses',
  model: 'gpt-4o-2024-08-06',
  requestedModel: 'my-deployment',
  serviceTier: 'priority',
  region: 'eu-central-1',
  timestamp: new Date('2026-02-28T23:59:59.987Z'),
  recordedAt: new Date('2026-03-01T00:00:02.001Z'),
  latencyMs: 2014,
  timeToFirstTokenMs: 311,
  success: true,
  streamed: true,
  attempts: 2,
  httpStatus: 200,
  errorCode: 'aborted',
  error: 'The app stopped reading.',
  responseId: 'resp_68a1',
  providerRequestId: 'req_77',
  usageSource: 'reported',
  promptTokens: 1200,
  completionTokens: 340,
  totalTokens: 1540,
  cachedPromptTokens: 1024,
  cacheWriteTokens: 12,
  reasoningTokens: 128,
  costStatus: 'stated',
  costUsdExact: '0.012345678901',
  priceKey: 'azure/gpt-4o-2024-08-06',
  priceSnapshot: '2026-02-27-9f2c41d0',
  details: {
    lineItems: [
      {
        unit: 'input',
        quantity: 176,
        rateUsd: '0.0000025',
        factor: '1.1',
        amountUsd: '0.000484',
        rateKey: 'input_cost',
      },
      {
        unit: 'custom:thing',
        quantity: 1.5,
        model: 'other',
        variant: 'hd',
        rateUsd: null,
        amountUsd: null,
        rateKey: null,
      },
    ],
    priceContext: { dataZone: 'eu' },
    costHistory: [
      {
        revisedAt: '2026-02-28T00:00:00.000Z',
        costUsdExact: null,
        costStatus: 'unpriced',
        priceSnapshot: null,
        reason: 'new price',
      },
    ],
  },
});

const emptyRecord = kitRecord({
  requestId: kitId(1),
  success: false,
  usageSource: 'none',
  costStatus: 'unmeasured',
  costUsdExact: null,
});

const zeroRecord = kitRecord({
  requestId: kitId(2),
  revision: 0,
  callCount: 0,
  teamName: '',
  userId: '',
  error: '',
  errorCode: '',
  latencyMs: 0,
  timeToFirstTokenMs: 0,
  attempts: 0,
  httpStatus: 0,
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  costStatus: 'free',
  costUsdExact: '0',
});

function hostileRecord(text: string, index: number): TrackingData {
  return kitRecord({
    requestId: kitId(index),
    projectName: text,
    teamName: text,
    userId: text,
    sessionId: text,
    traceId: text,
    provider: text,
    operation: text,
    model: text,
    requestedModel: text,
    serviceTier: text,
    region: text,
    errorCode: text,
    error: text,
    responseId: text,
    providerRequestId: text,
    priceKey: text,
    priceSnapshot: text,
  });
}

async function assertRoundTrip(adapter: AdapterWith<'listCalls'>, records: readonly TrackingData[]): Promise<void> {
  await saveAll(adapter, records);
  const requestIds = records.map((record) => record.requestId);
  const stored = await adapter.listCalls({ requestIds, limit: records.length + 1 });
  const byId = new Map(stored.map((record) => [record.requestId, comparable(record)]));
  for (const record of records) assert.deepEqual(byId.get(record.requestId), comparable(record));
  assert.equal(stored.length, records.length);
}
