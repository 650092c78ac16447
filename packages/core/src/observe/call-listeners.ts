import type { Clock } from '../clock.ts';
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

  const runGuard = ({ plugin, guard, timeoutMs }: (typeof guards)[number], call: CallInfo, settlement: Settlement) =>
    new Promise<void>((resolve, reject) => {
      const cancel = clock.schedule(() => {
        failed(plugin, `its guard did not answer within ${timeoutMs} ms; the call goes ahead.`);
        resolve();
      }, timeoutMs);
      const refuse = (error: unknown): void => {
        cancel();
        if (isDenial(error)) reject(error);
        else {
          failed(plugin, 'its guard failed; the call goes ahead.', error);
          resolve();
        }
      };
      try {
        Promise.resolve(guard(call)).then((listener) => {
          settlement.add(listener);
          cancel();
          resolve();
        }, refuse);
      } catch (error) {
        refuse(error);
      }
    });

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
        try {
          settlement.add(listener(call));
        } catch (error) {
          failed(plugin, 'its call listener threw.', error);
        }
      }
    },
    createSettlement() {
      let waiting: SettledListener[] = [];
      let settled: { record: TrackingData | null } | undefined;
      const tell = (listener: SettledListener, record: TrackingData | null): void => {
        try {
          listener(record);
        } catch (error) {
          report({ type: 'plugin_failed', level: 'warning', message: 'A listener of a settled call threw.', error });
        }
      };
      return {
        add(listener) {
          if (typeof listener !== 'function') return;
          const settledListener: SettledListener = (record) => {
            listener(record);
          };
          if (settled === undefined) waiting.push(settledListener);
          else tell(settledListener, settled.record);
        },
        settle(record) {
          if (settled !== undefined) return;
          settled = { record };
          for (const listener of waiting) tell(listener, record);
          waiting = [];
        },
      };
    },
  };
}
