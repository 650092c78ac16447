// A budget: every project may make so many calls; the next one is denied before anything is sent.
import { CallDeniedError, type TrackerPlugin } from '@llm-tracker/core/plugin';

/** What `tracker.use(callBudget(…))` returns. */
export interface CallBudget {
  /** Calls that may still be made. */
  readonly remaining: number;
}

/** Allows `limit` calls; a call that was denied or never sent does not count. */
export function callBudget(limit: number): TrackerPlugin<CallBudget> {
  let remaining = limit;
  return {
    name: 'call-budget',
    install(host) {
      host.guardCalls((call) => {
        if (remaining === 0) {
          throw new CallDeniedError(`${call.attribution.projectName} has spent its ${limit} calls.`, {
            code: 'budget_spent',
          });
        }
        remaining -= 1;
        return (record) => {
          if (record === null) remaining += 1;
        };
      });
      return {
        get remaining() {
          return remaining;
        },
      };
    },
  };
}
