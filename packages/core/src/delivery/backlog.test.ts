import { describe, expect, it } from 'vitest';
import { sampleRecord } from '../sample-record.test-support.ts';
import { type Backlog, createBacklog } from './backlog.ts';

function accept(backlog: Backlog, count: number): boolean[] {
  return Array.from({ length: count }, (_, index) => backlog.accept(sampleRecord(), false, index));
}

describe('createBacklog', () => {
  it('hands records on in their order', () => {
    const backlog = createBacklog(10);
    accept(backlog, 5);
    expect(backlog.take(3).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(backlog.take(3).map(({ sequence }) => sequence)).toEqual([4, 5]);
    expect(backlog.take(3)).toEqual([]);
  });

  it('counts a record as pending until it is settled, and settles it once', () => {
    const backlog = createBacklog(10);
    accept(backlog, 4);
    const taken = backlog.take(3);
    expect(backlog.balance()).toMatchObject({ captured: 4, pending: 4 });
    backlog.settle(taken.slice(0, 2), 'stored');
    backlog.settle(taken.slice(0, 2), 'deadLettered');
    backlog.settle(taken.slice(2), 'deadLettered');
    expect(backlog.balance()).toEqual({
      captured: 4,
      adopted: 0,
      stored: 2,
      pending: 1,
      pendingOnDisk: 0,
      deadLettered: 1,
      folded: 0,
    });
  });

  it('gives up the oldest waiting record when there is no room, never one that is taken', () => {
    const backlog = createBacklog(4);
    expect(accept(backlog, 4)).toEqual([false, false, false, false]);
    backlog.take(2);
    expect(accept(backlog, 1)).toEqual([true]);
    expect(backlog.oldestWaiting()?.sequence).toBe(4);
    expect(backlog.balance()).toMatchObject({ captured: 5, pending: 4, deadLettered: 1 });
  });

  it('gives up the new record when all others are taken', () => {
    const backlog = createBacklog(2);
    accept(backlog, 2);
    const taken = backlog.take(2);
    expect(accept(backlog, 1)).toEqual([true]);
    expect(backlog.balance()).toMatchObject({ captured: 3, pending: 2, deadLettered: 1 });
    backlog.settle(taken, 'stored');
    expect(accept(backlog, 1)).toEqual([false]);
    expect(backlog.balance()).toMatchObject({ captured: 4, pending: 1, stored: 2, deadLettered: 1 });
  });

  it('knows the oldest record that is not settled, whatever was settled before it', () => {
    const backlog = createBacklog(10);
    expect(backlog.oldest()).toBeUndefined();
    accept(backlog, 5);
    const taken = backlog.take(3);
    backlog.settle(taken.slice(1), 'stored');
    expect(backlog.oldest()?.sequence).toBe(1);
    backlog.settle(taken, 'stored');
    expect(backlog.oldest()?.sequence).toBe(4);
  });
});
