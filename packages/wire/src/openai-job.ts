import { type DedupeKind, dedupeKey } from './dedupe-key.ts';
import { type Members, readInstant } from './read-json.ts';
import type { UsageReport } from './usage-report.ts';

/** What every object that is worked on in the background says of itself. */
export type Job = Members<'id' | 'model' | 'status' | 'created_at'>;

/** The names of `Job`, for a reader's `fields`. */
export const jobFields = ['id', 'model', 'status', 'created_at'] as const;

/** Of responses, batches, videos, runs, turns, fine-tuning jobs and runs of evals together; what is in none of these is finished. */
const unfinished: ReadonlySet<unknown> = new Set([
  'queued',
  'in_progress',
  'validating',
  'validating_files',
  'finalizing',
  'running',
  'waiting',
  'requires_action',
  'cancelling',
]);

/**
 * Identifies a job and puts its usage under its id: pending until it is finished, and the same key whoever reads it then.
 * True when it is finished; what it states before is no usage yet (a new batch has used nothing).
 */
export function identifyJob(report: UsageReport, kind: DedupeKind, job: Job): boolean {
  const finished = !unfinished.has(job.status);
  report.identify({ model: job.model, responseId: job.id });
  // Its usage is the sum of requests whose sizes nobody tells.
  report.addContext('largestPrompt', 'unknown');
  report.defer(dedupeKey(kind, job.id), readInstant(job.created_at), !finished);
  report.clearItems();
  return finished;
}
