import type { CallStart, ObservedCall, ObserveOptions, TrackerHost, TrackerPlugin } from '../plugin.ts';
import type { Attribution } from '../record.ts';
import type { Tracker } from '../tracker.ts';
import { wrongOption } from '../wrong-option.ts';
import { observeAnswer } from './observe-answer.ts';
import { Call, type CallEnvironment } from './observed-call.ts';
import type { PartSink } from './part-sink.ts';

const guardTimeoutMs = 1000;

/** What one plugin gets of its tracker. Throws a `ConfigurationError` for an object that is no plugin. */
export function createTrackerHost(options: {
  tracker: Tracker;
  plugin: TrackerPlugin<unknown>;
  attribution: Attribution | undefined;
  environment: CallEnvironment;
  onDisconnect(cleanup: () => void | Promise<void>): void;
}): TrackerHost {
  const { tracker, plugin, attribution, environment, onDisconnect } = options;
  assertPlugin(plugin);

  const report: TrackerHost['report'] = (event) => environment.report({ ...event, plugin: plugin.name });
  const beginCall = (start: CallStart): Call =>
    new Call(environment, { ...start, provider: start.provider ?? plugin.name }, attribution);
  const observe = <Value>(
    answer: Value,
    to: ObservedCall | ((part: unknown) => void),
    observeOptions: ObserveOptions = {},
  ): Value => {
    const failed = (error: unknown): void =>
      report({
        type: 'plugin_failed',
        level: 'warning',
        message: `Plugin ${plugin.name}: an answer could not be observed; the app gets it unchanged.`,
        error,
      });
    const sink = typeof to === 'function' ? functionSink(to, observeOptions, failed) : callSink(to, observeOptions);
    try {
      observeAnswer(answer, sink, observeOptions, failed);
    } catch (error) {
      failed(error);
      sink.end();
    }
    return answer;
  };

  return {
    tracker,
    beginCall,
    observe,
    async observeCall(start, run) {
      const call = beginCall(start);
      if (call.admitted !== undefined) await call.admitted;
      call.attempt();
      try {
        return observe(await run(), call);
      } catch (error) {
        call.fail(error);
        throw error;
      }
    },
    onCall: (listener) => environment.listeners.onCall(plugin.name, listener),
    guardCalls: (guard, limit) =>
      environment.listeners.guardCalls(plugin.name, guard, limit?.timeoutMs ?? guardTimeoutMs),
    onDisconnect,
    report,
  };
}

function assertPlugin(plugin: TrackerPlugin<unknown>): void {
  const isPlugin =
    typeof plugin === 'object' &&
    plugin !== null &&
    typeof plugin.install === 'function' &&
    typeof plugin.name === 'string';
  if (isPlugin) return;
  const hint = 'Pass what a provider function returns, e.g. tracker.use(openaiProvider(client)).';
  throw wrongOption('plugin', 'a plugin: an object with name and install(host)', plugin, hint);
}

/** A call of ours is a sink; one that a plugin wrapped is driven by its public members. */
function callSink(call: ObservedCall, { judgeFailure }: ObserveOptions): PartSink {
  const sink = call instanceof Call ? call : wrappedCallSink(call);
  if (judgeFailure === undefined) return sink;
  return {
    needles: sink.needles,
    fields: sink.fields,
    lastOnly: sink.lastOnly,
    isIdentified: () => sink.isIdentified(),
    push: (part) => sink.push(part),
    begin: () => sink.begin(),
    end: () => sink.end(),
    fail(thrown) {
      const { error, retryWithinMs } = judgeFailure(thrown);
      call.fail(error, retryWithinMs === undefined ? {} : { retryWithinMs });
    },
    abort: () => sink.abort(),
  };
}

const nothing = (): undefined => undefined;
const idleSink: PartSink = {
  needles: undefined,
  fields: undefined,
  lastOnly: false,
  isIdentified: () => true,
  push: () => false,
  begin: nothing,
  end: nothing,
  fail: nothing,
  abort: nothing,
};

function wrappedCallSink(call: ObservedCall): PartSink {
  return {
    ...idleSink,
    push(part) {
      call.push(part);
      return false;
    },
    end: () => call.succeed(),
    fail: (error) => call.fail(error),
    abort: () => call.abort(),
  };
}

function functionSink(
  take: (part: unknown) => void,
  options: ObserveOptions,
  failed: (error: unknown) => void,
): PartSink {
  return {
    ...idleSink,
    needles: options.needles,
    push(part) {
      try {
        take(part);
      } catch (error) {
        failed(error);
      }
      return false;
    },
  };
}
