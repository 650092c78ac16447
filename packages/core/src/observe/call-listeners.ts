import { type Clock, isDoneWithin } from '../clock.ts';
import { isDenial } from '../errors.ts';
import type { CallInfo, SettledListener } from '../plugin.ts';
import type { TrackingData } from '../record.ts';
import type { ReportEvent } from '../report-event.ts';

type Listener = (call: CallInfo) => SettledListener | void;
type Guard = (call: CallInfo) => SettledListener | void | Promise<SettledListener | void>;

/** Those who hear of one call's end. */
export interface Settlement {
  add(listener: unknown): void;
  /** Tells everybody, those who come later included; only the first time counts. */
  settle(record: TrackingData | null): void;
}

/** The guards and listeners that the plugins of one tracker installed. */
export interface CallListeners {
  onCall(plugin: string, listener: Listener): void;
  guardCalls(plugin: string, guard: Guard, timeoutMs: number): void;
  /** Undefined when nothing guards calls; rejects with what a guard denied the call with. */
  admit(call: CallInfo, settlement: Settlement): Promise<void> | undefined;
  /** Tells the listeners that a call leaves. */
  leave(call: CallInfo, settlement: Settlement): void;
  createSettlement(): Settlement;
  readonly hasListeners: boolean;
}

/** Makes the registry of one tracker. What a guard or listener throws, except a denial, is reported and changes nothing. */
export function createCallListeners(clock: Clock, report: ReportEvent): CallListeners {
  const listeners: { plugin: string; listener: Listener }[] = [];
  const guards: { plugin: string; guard: Guard; timeoutMs: number }[] = [];

  const failed = (plugin: string, message: string, error?: unknown): void =>
    report({ type: 'plugin_failed', level: 'warning', plugin, message: `Plugin ${plugin}: ${message}`, error });

  const runGuard = async (
    { plugin, guard, timeoutMs }: (typeof guards)[number],
    call: CallInfo,
    settlement: Settlement,
  ): Promise<void> => {
    const answered = (async () => settlement.add(await guard(call)))();
    try {
      if (await isDoneWithin(answered, timeoutMs, clock)) return;
      failed(plugin, `its guard did not answer within ${timeoutMs} ms; the call goes ahead.`);
    } catch (error) {
      if (isDenial(error)) throw error;
      failed(plugin, 'its guard failed; the call goes ahead.', error);
    }
  };

  return {
    get hasListeners() {
      return listeners.length > 0 || guards.length > 0;
    },
    onCall(plugin, listener) {
      listeners.push({ plugin, listener });
    },
    guardCalls(plugin, guard, timeoutMs) {
      guards.push({ plugin, guard, timeoutMs });
    },
    admit(call, settlement) {
      if (guards.length === 0) return undefined;
      const admitted = Promise.all(guards.map((guard) => runGuard(guard, call, settlement))).then(() => undefined);
      // Whoever does not wait for the answer must not be ended by it.
      admitted.catch(() => undefined);
      return admitted;
    },
    leave(call, settlement) {
      for (const { plugin, listener } of listeners) {
        const listenerFailed = (error: unknown): void => failed(plugin, 'its call listener threw.', error);
        settlement.add(hear(() => listener(call), listenerFailed));
      }
    },
    createSettlement() {
      let waiting: ((record: TrackingData | null) => unknown)[] = [];
      let settled: { record: TrackingData | null } | undefined;
      const listenerFailed = (error: unknown): void =>
        report({ type: 'plugin_failed', level: 'warning', message: 'A listener of a settled call threw.', error });
      return {
        add(listener) {
          if (typeof listener !== 'function') return;
          const tell = (record: TrackingData | null): unknown => hear(() => listener(record), listenerFailed);
          if (settled === undefined) waiting.push(tell);
          else tell(settled.record);
        },
        settle(record) {
          if (settled !== undefined) return;
          settled = { record };
          for (const tell of waiting) tell(record);
          waiting = [];
        },
      };
    },
  };
}

/** What `listen` returns. A listener may well be an async function: what it rejects with has failed just as what it throws. */
function hear(listen: () => unknown, failed: (error: unknown) => void): unknown {
  try {
    const answer = listen();
    if (answer instanceof Promise) answer.catch(failed);
    return answer;
  } catch (error) {
    failed(error);
    return undefined;
  }
}
