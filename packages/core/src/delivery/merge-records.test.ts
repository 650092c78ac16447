import { describe, expect, it } from 'vitest';
import type { TrackingData } from '../record.ts';
import { sampleRecord } from '../sample-record.test-support.ts';
import type { PendingRecord } from './backlog.ts';
import { mergeRecords } from './merge-records.ts';

function pending(sequence: number, inherit: boolean, members: Partial<TrackingData>): PendingRecord {
  return { record: sampleRecord(members), inherit, sequence, acceptedMs: 0 };
}

function merge(records: readonly PendingRecord[], ...stored: TrackingData[]): ReturnType<typeof mergeRecords> {
  return mergeRecords(records, new Map(stored.map((row) => [row.requestId, row])));
}

const own = { projectName: 'own', teamName: null, timestamp: new Date(5000), latencyMs: 5, tags: {} };
const theirs = {
  projectName: 'theirs',
  teamName: 'team',
  userId: 'user',
  sessionId: 'session',
  traceId: 'trace',
  tags: { feature: 'answer' },
  timestamp: new Date(1000),
  latencyMs: 100,
};

describe('mergeRecords', () => {
  it('sorts by id, by code unit', () => {
    const rows = merge(['b', 'a-', 'C', 'a', 'B'].map((requestId, index) => pending(index, false, { requestId })));
    expect(rows.map((row) => row.data.requestId)).toEqual(['B', 'C', 'a', 'a-', 'b']);
  });

  it('keeps the record with the highest revision of an id, and all records with it', () => {
    const records = [1, 3, 0, 2].map((revision, index) => pending(index, false, { requestId: 'a', revision }));
    const rows = merge([...records, pending(9, false, { requestId: 'b' })]);
    expect(rows.map((row) => [row.data.requestId, row.data.revision, row.records.length])).toEqual([
      ['a', 3, 4],
      ['b', 1, 1],
    ]);
    expect(new Set(rows[0]?.records)).toEqual(new Set(records));
  });

  it('keeps the first of two records with the same revision', () => {
    const rows = merge([pending(1, false, { model: 'first' }), pending(2, false, { model: 'second' })]);
    expect(rows.map((row) => row.data.model)).toEqual(['first']);
  });

  it('takes attribution, timestamp and latency from the stored row, and nothing else', () => {
    const record = { ...own, revision: 2, model: 'final', costUsdExact: '1' };
    const [row] = merge([pending(1, true, record)], sampleRecord({ ...theirs, revision: 0, model: 'pending' }));
    expect(row?.data).toEqual(sampleRecord({ ...record, ...theirs }));
  });

  it('leaves a record that names its attribution as it is', () => {
    const [row] = merge([pending(1, false, { ...own, revision: 2 })], sampleRecord({ ...theirs, revision: 0 }));
    expect(row?.data).toEqual(sampleRecord({ ...own, revision: 2 }));
  });

  it('leaves a record with nothing to inherit from as it is', () => {
    expect(merge([pending(1, true, own)])[0]?.data).toEqual(sampleRecord(own));
  });

  it.each([
    ['before', [0, 1]],
    ['after', [1, 0]],
  ])('inherits from a lower revision that was accepted %s it', (_when, order) => {
    const both = [pending(1, false, { ...theirs, revision: 0 }), pending(2, true, { ...own, revision: 1 })];
    const [row] = merge(order.flatMap((index) => both[index] ?? []));
    expect(row?.data).toEqual(sampleRecord({ ...theirs, revision: 1 }));
  });

  it('inherits from a named correction rather than from the stored row that it replaces', () => {
    const correction = pending(1, false, { ...theirs, projectName: 'corrected', revision: 2 });
    const [row] = merge(
      [correction, pending(2, true, { ...own, revision: 3 })],
      sampleRecord({ ...theirs, revision: 1 }),
    );
    expect(row?.data).toMatchObject({ revision: 3, projectName: 'corrected' });
  });

  it('inherits from the stored row rather than from a revision that it has replaced', () => {
    const outdated = pending(1, false, { ...own, projectName: 'outdated', revision: 1 });
    const [row] = merge(
      [outdated, pending(2, true, { ...own, revision: 3 })],
      sampleRecord({ ...theirs, revision: 2 }),
    );
    expect(row?.data).toMatchObject({ revision: 3, projectName: 'theirs' });
  });
});
