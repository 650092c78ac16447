import { startWireServer } from '@llm-tracker/testing';
import { expect, it, vi } from 'vitest';
import { runMeasurement } from './run-measurement.ts';

vi.setConfig({ testTimeout: 120_000 });

const mebibyte = 1024 * 1024;

it('keeps the memory of a stream of 20,000 chunks within 1 MiB of the bare client', async () => {
  const growth = await runMeasurement<Record<string, number>>(new URL('./measure-long-stream.ts', import.meta.url));
  expect(Math.abs(Number(growth['tracked']) - Number(growth['bare']))).toBeLessThan(mebibyte);
  expect(Math.abs(Number(growth['tracked, asking']) - Number(growth['bare, asking']))).toBeLessThan(mebibyte);
});

it('carries at most one event between two chunks', async () => {
  const { eventBytes, most } = await runMeasurement<{ eventBytes: number; most: Record<string, number> }>(
    new URL('./measure-carried-bytes.ts', import.meta.url),
  );
  const limit = 1.25 * eventBytes;
  expect(Number(most['tracked']) - Number(most['bare'])).toBeLessThan(limit);
  expect(Number(most['tracked, asking']) - Number(most['bare, asking'])).toBeLessThan(limit);
});

it('retains nothing of a call after a flush', async () => {
  const { bare, tracked, stored, pending } = await runMeasurement<Record<string, number>>(
    new URL('./measure-retained-calls.ts', import.meta.url),
  );
  expect(stored).toBe(7200);
  expect(pending).toBe(0);
  // A record that stayed would be some thousand bytes.
  expect(Number(tracked) - Number(bare)).toBeLessThan(32);
});

it.each(['openai 5', 'openai 6', 'openai 7'])(
  'settles 100 streams of %s that the app drops unread, and keeps neither sockets nor the process alive',
  async (sdk) => {
    await using server = await startWireServer();
    server.always({ hang: { afterEvents: 3 } });
    const { collections, ...calls } = await runMeasurement<Record<string, number>>(
      new URL('./drop-streams.ts', import.meta.url),
      [server.url, sdk],
    );
    expect(calls).toEqual({ settled: 100, stored: 100, aborted: 100 });
    expect(collections).toBeLessThanOrEqual(20);
    const ends = await Promise.all(server.requests.map((request) => request.ended));
    expect(new Set(ends)).toEqual(new Set(['closed-by-client']));
  },
);
