import type { ObservedCall, ReportedUsage, TrackerHost, UsageItem } from '@llm-tracker/core/plugin';
import { geminiContentReader } from '@llm-tracker/wire';
import { member, textMember } from '../read-member.ts';
import type { LookPlan } from './plan-request.ts';

const maxRemembered = 1000;

/** Files with the results of batches, one answer per line. */
export interface BatchFiles {
  /** Takes note of the file of a batch that is done. */
  remember(operation: unknown, batch: ReportedUsage): void;
  /** What to do with a file that is downloaded; null when it is not known to be of a batch. */
  read(name: string): LookPlan | null;
}

/** Sums up the answers of files that are read to their end, and hands each sum on as the usage of its batch. */
export function createBatchFiles(host: TrackerHost, record: (batch: ReportedUsage) => void): BatchFiles {
  const batches = new Map<string, ReportedUsage>();
  return {
    remember(operation, batch) {
      const file =
        textMember(member(member(operation, 'metadata'), 'output'), 'responsesFile') ??
        textMember(member(operation, 'response'), 'responsesFile');
      if (file === undefined) return;
      if (batches.size >= maxRemembered) batches.clear();
      batches.set(file, batch);
    },
    read(name) {
      const batch = batches.get(name);
      if (batch === undefined) return null;
      return { look: (response) => void host.observe(response, sumOf(batch, record), { lines: true }) };
    },
  };
}

/** Takes the lines of one file as the parts of an answer; one that breaks off tells nothing. */
function sumOf(batch: ReportedUsage, record: (batch: ReportedUsage) => void): ObservedCall {
  const items = new Map<string, UsageItem>();
  return {
    requestId: '',
    admitted: undefined,
    attempt: () => undefined,
    update: () => undefined,
    push(line) {
      const reader = geminiContentReader();
      reader.push(line);
      for (const item of reader.result()?.items ?? []) {
        const key = `${item.unit}/${item.variant ?? ''}`;
        const sum = items.get(key);
        if (sum === undefined) items.set(key, { ...item });
        else sum.quantity += item.quantity;
      }
    },
    succeed: () => record({ ...batch, items: [...items.values()] }),
    fail: () => undefined,
    abort: () => undefined,
  };
}
