import { describe, expect, it } from 'vitest';
import type { TrackingData } from '../record.ts';
import { sampleRecord } from '../sample-record.test-support.ts';
import type { DeliveryBalance } from '../tracker.ts';
import { createDeliveryBench } from './delivery-bench.test-support.ts';
import {
  ClassifiedError,
  hanging,
  rejecting,
  ScriptedAdapter,
  ScriptedBatchAdapter,
  ScriptedClassifyingAdapter,
} from './scripted-adapter.test-support.ts';

/** Repeatable dice: a number from 0 to below 1 at each call. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function expectBalanced(balance: DeliveryBalance): void {
  const { captured, adopted, stored, pending, deadLettered, folded } = balance;
  expect(captured + adopted).toBe(stored + pending + deadLettered + folded);
  expect(Math.min(...Object.values(balance))).toBeGreaterThanOrEqual(0);
}

/** Lets everything go wrong that can, by chance, and then mends it. */
async function runWithFaults(adapter: ScriptedAdapter, seed: number): Promise<void> {
  const random = createDice(seed);
  const chance = (share: number): boolean => random() < share;
  const { delivery, clock, after } = createDeliveryBench(adapter, { batchSize: 1 + Math.floor(random() * 8), random });
  const canRefuse = adapter instanceof ScriptedClassifyingAdapter;
  const accepted = new Map<string, TrackingData[]>();
  const isPoison = (id: string): boolean => canRefuse && id.endsWith('7');
  // From 0 (none) to 1.
  let faults = 0;
  adapter.intercept = ({ name, ids }) => {
    expectBalanced(delivery.balance());
    const poisoned = name.startsWith('save') && ids.some(isPoison);
    const fault = random() / faults;
    if (fault < 0.2) return rejecting(new Error('away'));
    if (fault < 0.25 && name !== 'connect') return hanging();
    if (fault < 0.3) return rejecting(new ClassifiedError('park'));
    if (fault < 0.35) {
      return () => {
        throw new Error('at once');
      };
    }
    return poisoned ? rejecting(new ClassifiedError('split')) : undefined;
  };
  let called = false;
  for (let step = 0; step < 150; step += 1) {
    faults = step % 50 < 35 ? 1 : 0;
    const count = Math.floor(random() * 6);
    for (let index = 0; index < count; index += 1) {
      const requestId = `id${Math.floor(random() * 90)}`;
      const record = sampleRecord({ requestId, revision: Math.floor(random() * 3), model: `${step}.${index}` });
      accepted.set(requestId, [...(accepted.get(requestId) ?? []), record]);
      delivery.accept(record, { inherit: chance(0.2) });
      expectBalanced(delivery.balance());
    }
    if (step > 5 && (!called || chance(0.05))) {
      called = true;
      delivery.connect().catch(() => undefined);
    }
    if (chance(0.1)) expectBalanced((await after(2000, delivery.flush(random() * 2000))) as DeliveryBalance);
    await clock.advance(random() * 3000);
    expectBalanced(delivery.balance());
  }
  faults = 0;
  // Longer than the longest wait for an operation, and than all backoffs of what waits apart.
  await clock.advance(120_000);

  const balance = delivery.balance();
  const captured = [...accepted.values()].flat().length;
  const refused = [...accepted].filter(([id]) => isPoison(id)).flatMap(([, records]) => records).length;
  expect(balance).toMatchObject({ captured, pending: 0, stored: captured - refused, deadLettered: refused });
  for (const [id, records] of accepted) {
    const revision = Math.max(...records.map((record) => record.revision));
    expect(adapter.rows.get(id)?.revision).toBe(isPoison(id) ? undefined : revision);
  }
  const rowsOfBatch = new Map<string | undefined, string>();
  for (const { name, ids, batchId } of adapter.operations) {
    if (!name.startsWith('save')) continue;
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(rowsOfBatch.get(batchId) ?? ids.join()).toBe(ids.join());
    rowsOfBatch.set(batchId, ids.join());
  }
  expectBalanced((await after(5000, delivery.disconnect(5000))) as DeliveryBalance);
  expect(clock.waiting.timers).toBe(0);
}

const seeds = Array.from({ length: 10 }, (_, index) => index + 1);

describe('whatever happens, every record is accounted for', () => {
  it.each(seeds)('with batches and classified errors (seed %i)', (seed) =>
    runWithFaults(new ScriptedClassifyingAdapter(), seed),
  );

  it.each(seeds)('with batches and errors of no class (seed %i)', (seed) =>
    runWithFaults(new ScriptedBatchAdapter(), seed),
  );

  it.each(seeds)('with single writes and errors of no class (seed %i)', (seed) =>
    runWithFaults(new ScriptedAdapter(), seed),
  );
});
