import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DatabaseAdapter, TrackingData } from '@llm-tracker/core';

/** One sentence that a database adapter must keep. Passes when `run` resolves, under any test runner. */
export interface StorageCase {
  readonly name: string;
  /** Why this adapter cannot be asked: it lacks an optional member. Null when it can. Show it as a skipped test. */
  skipReason(context: StorageContext): string | null;
  run(context: StorageContext): Promise<void>;
}

/** What the kit needs to know of an adapter. */
export interface StorageContext {
  /**
   * A new adapter, not connected. Adapters of one `table` share what they store; a name that was never used is an empty table.
   * Names are identifiers of at most 24 characters.
   */
  createAdapter(table: string): DatabaseAdapter;
}

/** The optional members that cases may need. */
export type AdapterMember = 'getBreakdown' | 'listCalls' | 'classifyError' | 'deleteBefore';

/** An adapter with the members that a case named. */
export type AdapterWith<Member extends AdapterMember> = DatabaseAdapter & Required<Pick<DatabaseAdapter, Member>>;

/** A case on one table of its own. */
export interface StorageTrial<Member extends AdapterMember> {
  readonly name: string;
  readonly needs: readonly Member[];
  /** `adapter` is connected; `another` makes one more adapter on the same table, not connected, that is disconnected in the end. */
  act(adapter: AdapterWith<Member>, another: () => AdapterWith<Member>): Promise<void>;
}

/** A trial as a case of the kit. */
export function storageCase<Member extends AdapterMember>(trial: StorageTrial<Member>): StorageCase {
  return {
    name: trial.name,
    skipReason(context) {
      const adapter = context.createAdapter(newTableName());
      const absent = trial.needs.filter((member) => adapter[member] === undefined);
      return absent.length === 0 ? null : `the adapter has no ${absent.join(' and no ')}`;
    },
    async run(context) {
      const table = newTableName();
      const opened: DatabaseAdapter[] = [];
      const another = (): AdapterWith<Member> => {
        const adapter = context.createAdapter(table);
        opened.push(adapter);
        return withMembers(adapter, trial.needs);
      };
      try {
        const adapter = another();
        await repeatedly(adapter, () => adapter.connect());
        await trial.act(adapter, another);
      } finally {
        await Promise.all(opened.map((adapter) => adapter.disconnect()));
      }
    },
  };
}

/** Saves records as delivery does: sorted by id, in batches, again while the adapter says that it may succeed later. */
export async function saveAll(
  adapter: DatabaseAdapter,
  records: readonly TrackingData[],
  batchSize = 500,
): Promise<void> {
  const sorted = records.toSorted((left, right) => (left.requestId < right.requestId ? -1 : 1));
  for (let start = 0; start < sorted.length; start += batchSize) {
    const batch = sorted.slice(start, start + batchSize);
    await repeatedly(adapter, () => saveBatch(adapter, batch));
  }
}

/** Fails with the first answer that differs, and with what was asked. */
export function assertAnswers<Answer>(actual: readonly Answer[], expected: readonly Answer[], query: object): void {
  const length = Math.max(actual.length, expected.length);
  for (let index = 0; index < length; index += 1) {
    // Compared one by one: the difference of two long lists takes long to make and nobody to read.
    const place = { query, index };
    assert.deepEqual({ ...place, answer: actual[index] }, { ...place, answer: expected[index] });
  }
}

/** Runs an operation again while the adapter says that it may succeed later, for at most a second or so. */
export async function repeatedly<Result>(adapter: DatabaseAdapter, operation: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      if (attempt === 100 || adapter.classifyError?.(error) !== 'retry') throw error;
      // Another process or connection holds what is needed.
      await new Promise((resolve) => setTimeout(resolve, Math.min(attempt, 20)));
    }
  }
}

async function saveBatch(adapter: DatabaseAdapter, batch: readonly TrackingData[]): Promise<void> {
  if (adapter.saveBatch !== undefined) return adapter.saveBatch(batch);
  for (const record of batch) await adapter.save(record);
}

function withMembers<Member extends AdapterMember>(
  adapter: DatabaseAdapter,
  members: readonly Member[],
): AdapterWith<Member> {
  if (!hasMembers(adapter, members)) throw new TypeError(`This case needs an adapter with ${members.join(' and ')}.`);
  return adapter;
}

function hasMembers<Member extends AdapterMember>(
  adapter: DatabaseAdapter,
  members: readonly Member[],
): adapter is AdapterWith<Member> {
  return members.every((member) => adapter[member] !== undefined);
}

function newTableName(): string {
  return `kit_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
}
