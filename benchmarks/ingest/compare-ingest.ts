import type { DatabaseAdapter, TrackingData } from '@llm-tracker/core';
import { type RecordField, recordFields } from '@llm-tracker/core/plugin';
import { compareRounds } from '../compare-rounds.ts';
import { generatedCall } from '../generated-calls.ts';

const [callsPerRound, rounds, leastRatio] = [10_000, 5, 0.85];

/** Every column of the table, in order. */
export const fields: readonly RecordField[] = Object.values(recordFields);

/** Stores calls by hand and through the adapter in turns, encoding included, and sets the exit code unless the adapter reaches 0.85 of the bare driver. */
export async function compareIngest(
  driverName: string,
  saveByHand: (batch: readonly TrackingData[]) => Promise<unknown>,
  adapter: DatabaseAdapter,
): Promise<void> {
  for (const batchSize of [100, 500]) {
    const calls = Array.from({ length: callsPerRound }, (_, index) => generatedCall(index, callsPerRound, 3_600_000));
    const inBatches = async (round: number, save: (batch: TrackingData[]) => Promise<unknown>): Promise<void> => {
      for (let start = 0; start < callsPerRound; start += batchSize) {
        const batch = calls.slice(start, start + batchSize);
        await save(batch.map((call) => ({ ...call, requestId: idOf(call, batchSize, round) })));
      }
    };
    const [, ratio = 0] = await compareRounds(
      `${callsPerRound} by ${batchSize}`,
      [
        { name: driverName, run: (round) => inBatches(round, saveByHand) },
        {
          name: adapter.constructor.name,
          run: (round) => inBatches(round, async (batch) => adapter.saveBatch?.(batch)),
        },
      ],
      rounds,
    );
    if (ratio < leastRatio) process.exitCode = 1;
  }
}

/** An id of its own for each call of each round, in the order of time. */
function idOf({ requestId }: TrackingData, batchSize: number, round: number): string {
  const mark = `${batchSize.toString(16).padStart(4, '0')}${(round + 16).toString(16)}`;
  return `${requestId.slice(0, 24)}${mark}${requestId.slice(24 + mark.length)}`;
}
