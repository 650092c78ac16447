import assert from 'node:assert/strict';
import type { BreakdownQuery, TrackingData } from '@llm-tracker/core';
import { kitId, kitRecord } from './kit-record.ts';
import { randomRecords } from './random-records.ts';
import { assertSame } from './statistics-cases.ts';
import { type StorageCase, saveAll, storageCase } from './storage-case.ts';

const intervals = ['hour', 'day', 'week', 'month'] as const;
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Santiago',
  'America/St_Johns',
  'Pacific/Kiritimati',
];
const minuteMs = 60_000;

/** Intervals are cut in the caller's zone, whatever zone the database is in. */
export const timeZoneCases: readonly StorageCase[] = [
  ...intervals.map((interval) =>
    storageCase({
      name: `cuts every ${interval} where the reference cuts it, in ten time zones`,
      needs: ['getBreakdown'],
      act: (adapter) =>
        assertSame(
          adapter,
          randomRecords(7, 2500),
          zones.flatMap((timeZone): BreakdownQuery[] => [
            { interval, timeZone, limit: 10_000 },
            { interval, timeZone, groupBy: ['success'], startDate: new Date('2026-03-20T10:17:00Z'), limit: 10_000 },
            { interval, timeZone, endDate: new Date('2026-10-25T00:30:00Z'), projectName: 'kit', limit: 10_000 },
          ]),
        ),
    }),
  ),
  storageCase({
    name: 'gives days of 23 and 25 hours all of their calls, and no other',
    needs: ['getBreakdown'],
    async act(adapter) {
      await saveAll(adapter, [...everyTenMinutes('2026-03-28', 3, 0), ...everyTenMinutes('2026-10-24', 3, 1000)]);
      const days = await adapter.getBreakdown({ interval: 'day', timeZone: 'Europe/Berlin' });
      assert.deepEqual(
        days.map((row) => [row.periodStart?.toISOString(), row.totals.totalRequests]),
        [
          ['2026-03-27T23:00:00.000Z', 138],
          ['2026-03-28T23:00:00.000Z', 138],
          ['2026-03-29T22:00:00.000Z', 144],
          ['2026-03-30T22:00:00.000Z', 12],
          ['2026-10-23T22:00:00.000Z', 132],
          ['2026-10-24T22:00:00.000Z', 150],
          ['2026-10-25T23:00:00.000Z', 144],
          ['2026-10-26T23:00:00.000Z', 6],
        ],
      );
    },
  }),
  storageCase({
    name: 'tells the two hours apart that have one name when clocks go back',
    needs: ['getBreakdown'],
    async act(adapter) {
      await saveAll(adapter, everyTenMinutes('2026-10-25', 1, 0));
      const hours = await adapter.getBreakdown({ interval: 'hour', timeZone: 'Europe/Berlin', limit: 4 });
      assert.deepEqual(
        hours.map((row) => [row.periodStart?.toISOString(), row.totals.totalRequests]),
        [0, 1, 2, 3].map((hour) => [`2026-10-25T0${hour}:00:00.000Z`, 6]),
      );
    },
  }),
  storageCase({
    name: 'the days of a range have the sum of the range',
    needs: ['getBreakdown'],
    async act(adapter) {
      await saveAll(adapter, randomRecords(11, 500));
      const range = { startDate: new Date('2026-03-01T05:00:00Z'), endDate: new Date('2026-11-15T17:00:00Z') };
      const [total] = await adapter.getBreakdown(range);
      for (const timeZone of zones) {
        const days = await adapter.getBreakdown({ ...range, interval: 'day', timeZone, limit: 1000 });
        const requests = days.reduce((sum, row) => sum + row.totals.totalRequests, 0);
        assert.equal(requests, total?.totals.totalRequests, timeZone);
      }
    },
  }),
];

/** A call every ten minutes of some days in UTC. */
function everyTenMinutes(day: string, days: number, firstId: number): TrackingData[] {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: days * 144 }, (_, index) =>
    kitRecord({ requestId: kitId(firstId + index), timestamp: new Date(startMs + index * 10 * minuteMs) }),
  );
}
