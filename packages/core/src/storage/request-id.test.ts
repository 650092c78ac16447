import { expect, test } from 'vitest';
import { createRequestId, isRequestId, requestIdFor, timeOfRequestId } from './request-id.ts';

const startMs = Date.UTC(2026, 2, 1);

test('makes version 7 UUIDs that begin with the time', () => {
  const id = createRequestId(startMs);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(isRequestId(id)).toBe(true);
  expect(timeOfRequestId(id)).toBe(startMs);
});

test('ids of one millisecond sort in the order in which they were made, and none comes twice', () => {
  const ids = Array.from({ length: 1000 }, () => createRequestId(startMs + 1000));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a clock that goes back makes no id twice', () => {
  const ids = Array.from({ length: 1000 }, (_, index) => createRequestId(startMs + 5000 - index));
  expect(new Set(ids).size).toBe(ids.length);
});

test('a key stands for the same id everywhere', () => {
  // The time, then the SHA-256 of the key.
  expect(requestIdFor('resp_1', new Date(startMs))).toBe('019ca6b1-dc00-7a8b-abb8-a11671dfe03c');
  expect(requestIdFor('resp_1', new Date(startMs))).not.toBe(requestIdFor('resp_2', new Date(startMs)));
  expect(requestIdFor('resp_1', new Date(startMs))).not.toBe(requestIdFor('resp_1'));
});

test('a key with no time, or an impossible one, is an id of time 0', () => {
  for (const createdAt of [undefined, new Date(Number.NaN), new Date(-1), new Date(8.64e15)]) {
    const id = requestIdFor('resp_1', createdAt);
    expect(isRequestId(id)).toBe(true);
    expect(timeOfRequestId(id)).toBe(0);
  }
});
