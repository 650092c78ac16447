import { setTimeout as wait } from 'node:timers/promises';
import { createTracker, type DatabaseAdapter, type TrackerEvent } from '@llm-tracker/core';

/** What a run through a disturbed database came to. */
export interface DisturbedRun {
  /** In the order in which they were reported. */
  readonly events: readonly TrackerEvent['type'][];
  readonly recorded: number;
  readonly stored: number;
  readonly pending: number;
  readonly deadLettered: number;
  readonly totalRequests: number;
  readonly totalCostUsdExact: string | undefined;
}

/** Records a call of 0.001 USD each millisecond or so, disturbs the database now and then, and returns what is stored in the end. */
export async function runCalls(
  database: DatabaseAdapter,
  count: number,
  disturbances: readonly (() => Promise<unknown>)[],
): Promise<DisturbedRun> {
  const events: TrackerEvent['type'][] = [];
  const tracker = createTracker({
    projectName: 'faults',
    database,
    batchSize: 50,
    batchIntervalMs: 20,
    retry: { maxRetries: 3, initialDelayMs: 20, maxDelayMs: 500, backoffMultiplier: 2 },
    onEvent: (event) => void events.push(event.type),
  });
  await tracker.connect();
  const disturbed: Promise<unknown>[] = [];
  for (let index = 0; index < count; index += 1) {
    const items = [{ unit: 'input', quantity: 10 } as const];
    tracker.record({ provider: 'faults', model: 'model', operation: 'chat', items, statedCostUsd: '0.001' });
    const due = Math.floor((index * (disturbances.length + 1)) / count);
    if (due > disturbed.length) {
      const disturbance = disturbances[disturbed.length]?.() ?? Promise.resolve();
      // One that fails now is reported when all are awaited, not as a rejection that nobody handles.
      disturbance.catch(() => undefined);
      disturbed.push(disturbance);
    }
    if (index % 10 === 9) await wait(10);
  }
  await Promise.all(disturbed);
  const { stored, pending, deadLettered } = await tracker.flush({ timeoutMs: 60_000 });
  const { totalRequests, totalCostUsdExact } = await tracker.getStats({ projectName: 'faults' });
  await tracker.disconnect();
  return { events, recorded: count, stored, pending, deadLettered, totalRequests, totalCostUsdExact };
}
