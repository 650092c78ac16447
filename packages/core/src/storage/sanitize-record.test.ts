import { expect, test } from 'vitest';
import type { TrackingData } from '../record.ts';
import { exampleRecord } from './example-record.test-data.ts';
import { recordFields } from './record-fields.ts';
import { isRequestId, requestIdFor, timeOfRequestId } from './request-id.ts';
import { sanitizeRecord } from './sanitize-record.ts';

/** Records as they may come from untyped code. */
function sanitizeUnknown(changes: Record<string, unknown>): TrackingData {
  return sanitizeRecord({ ...exampleRecord(), ...changes } as TrackingData);
}

test('a sound record stays as it is', () => {
  const record = exampleRecord({ tags: { feature: 'answer' }, details: { lineItems: [] }, teamName: 'équipe 🚀' });
  const clean = sanitizeRecord(record);
  expect({ ...clean, tags: { ...clean.tags } }).toEqual(record);
});

test('text loses control characters, broken surrogates and what is beyond its length in code points', () => {
  const clean = sanitizeUnknown({
    teamName: 'a\u0000b\u0007c',
    userId: 'broken \ud800 pair',
    error: 'first line\r\n\tsecond line',
    model: '🚀'.repeat(300),
    errorCode: `${'x'.repeat(255)}🚀y`,
  });
  expect(clean.teamName).toBe('abc');
  expect(clean.userId).toBe('broken \ufffd pair');
  expect(clean.error).toBe('first line second line');
  expect(clean.model).toBe('🚀'.repeat(256));
  expect(clean.errorCode).toBe(`${'x'.repeat(255)}🚀`);
});

test('a text of megabytes is cut before it is looked at', () => {
  const clean = sanitizeUnknown({ error: '\u0000🚀'.repeat(5_000_000) });
  expect(clean.error?.isWellFormed()).toBe(true);
  expect(clean.error?.length).toBeLessThanOrEqual(2 * 2048);
});

test('counts that are none become null and make a derived cost invalid', () => {
  for (const promptTokens of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '7', {}, true]) {
    const clean = sanitizeUnknown({ promptTokens });
    expect(clean).toMatchObject({ promptTokens: null, costStatus: 'invalid', costUsdExact: null, costUsd: null });
    expect(clean.details.costReason).toBe('cannot be used: promptTokens');
  }
  expect(sanitizeUnknown({ promptTokens: 2 ** 53 - 1 }).promptTokens).toBe(2 ** 53 - 1);
  expect(sanitizeUnknown({ promptTokens: -1, costStatus: 'stated' })).toMatchObject({ costUsdExact: '0.000027' });
});

test('amounts are exact, bounded decimals, and costUsd is the number nearest to them', () => {
  expect(sanitizeUnknown({ costUsdExact: '1.50', costUsd: 99 })).toMatchObject({ costUsdExact: '1.5', costUsd: 1.5 });
  expect(sanitizeUnknown({ costUsdExact: '0.000000000001' }).costUsdExact).toBe('0.000000000001');
  for (const costUsdExact of ['-1', 'NaN', '', '1e30', 12, null, undefined]) {
    expect(sanitizeUnknown({ costUsdExact })).toMatchObject({
      costStatus: 'invalid',
      costUsdExact: null,
      costUsd: null,
    });
  }
});

test('only priced, stated and free rows have a cost', () => {
  for (const costStatus of recordFields.costStatus.values ?? []) {
    const hasCost = ['priced', 'stated', 'free'].includes(costStatus);
    expect(sanitizeUnknown({ costStatus }).costUsdExact).toBe(hasCost ? '0.000027' : null);
  }
});

test('only an adjustment may take back counts and cost', () => {
  const changes = { promptTokens: -100, costUsdExact: '-0.5', latencyMs: -1 };
  expect(sanitizeUnknown({ ...changes, origin: 'adjustment' })).toMatchObject({
    promptTokens: -100,
    costUsdExact: '-0.5',
    costUsd: -0.5,
    costStatus: 'priced',
    latencyMs: null,
  });
  expect(sanitizeUnknown(changes)).toMatchObject({ promptTokens: null, costUsdExact: null, costStatus: 'invalid' });
});

test('tags are at most 32 own texts without reserved keys', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, 'value']));
  expect(Object.keys(sanitizeUnknown({ tags: many }).tags)).toHaveLength(32);
  const hostile = JSON.parse(
    '{"__proto__":"x","constructor":"x","prototype":"x","":"x","a\\u0000b":"c\\u0000d","list":[1]}',
  );
  const tags = sanitizeUnknown({ tags: { ...hostile, count: 3, flag: true, nothing: null } }).tags;
  expect(Object.getPrototypeOf(tags)).toBeNull();
  expect({ ...tags }).toEqual({ ab: 'cd', count: '3', flag: 'true' });
  for (const odd of [null, 'text', 7, undefined]) expect({ ...sanitizeUnknown({ tags: odd }).tags }).toEqual({});
});

test('what must not be null has a substitute', () => {
  const clean = sanitizeRecord({} as TrackingData);
  for (const field of Object.values(recordFields)) {
    if (!field.nullable) expect(clean[field.name]).not.toBeNull();
  }
  expect(clean).toMatchObject({ origin: 'call', revision: 0, costStatus: 'invalid', projectName: 'unknown' });
  expect(isRequestId(clean.requestId)).toBe(true);
});

test('an id that is no UUID stands for the UUID of that key', () => {
  expect(sanitizeUnknown({ requestId: 'call-7' }).requestId).toBe(requestIdFor('call-7'));
  expect(sanitizeUnknown({ requestId: exampleRecord().requestId.toUpperCase() }).requestId).toBe(
    exampleRecord().requestId,
  );
});

test('an impossible start is replaced by the time of the id', () => {
  for (const timestamp of [new Date(Number.NaN), new Date(0), new Date(8e15), '2026-03-01', null]) {
    const clean = sanitizeUnknown({ timestamp });
    expect(clean.timestamp.getTime()).toBe(timeOfRequestId(exampleRecord().requestId));
  }
});

test('details are plain JSON', () => {
  const cyclic: Record<string, unknown> = { name: 'a\u0000b', big: Number.NaN, call: () => 1 };
  cyclic['self'] = cyclic;
  const clean = sanitizeUnknown({ details: { priceContext: cyclic, costHistory: [undefined, 1] } });
  expect(JSON.parse(JSON.stringify(clean.details))).toEqual(clean.details);
  expect(clean.details).toMatchObject({ priceContext: { name: 'ab', big: null }, costHistory: [null, 1] });
});

test('nothing that a record can be makes it throw', () => {
  const throwing = {
    get projectName(): string {
      throw new Error('no');
    },
    tags: new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    ),
  };
  for (const hostile of [
    throwing,
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    ),
    [],
    () => 1,
  ]) {
    expect(sanitizeRecord(hostile as unknown as TrackingData).projectName).toBe('unknown');
  }
});
