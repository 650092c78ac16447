import type { UsageSource } from '../record.ts';
import type { Failure } from './describe-failure.ts';

/** How a call ended. `left`: the app stopped reading, which to the app is no error. */
export type CallEnding =
  | { kind: 'answered' }
  | { kind: 'left' }
  | { kind: 'denied'; failure: Failure }
  | { kind: 'failed'; failure: Failure };

/** The statuses of answers that no provider bills. */
const unbilledStatuses = new Set([401, 403, 404, 429]);

/** Whether a call is known to cost nothing. */
export function isFree(ending: CallEnding, hasItems: boolean, httpStatus: number | null): boolean {
  if (ending.kind === 'denied') return true;
  return ending.kind === 'failed' && !hasItems && httpStatus !== null && unbilledStatuses.has(httpStatus);
}

/** Where the usage of a call that ended so comes from. */
export function usageSourceOf(
  ending: CallEnding,
  usage: { isPending: boolean; isReported: boolean; hasBegun: boolean },
): UsageSource {
  if (ending.kind === 'denied') return 'none';
  if (usage.isPending && !usage.isReported) return 'pending';
  if (ending.kind === 'answered') return usage.isReported ? 'reported' : 'none';
  if (ending.kind === 'left') return 'partial';
  return usage.hasBegun ? 'partial' : 'none';
}
