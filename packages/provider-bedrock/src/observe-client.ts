import { AsyncLocalStorage } from 'node:async_hooks';
import { type TrackerHost, wrapMethod } from '@llm-tracker/core/plugin';
import { beginCommand, failCommand, noteAttempt, type SentCommand, takeResult } from './command-call.ts';
import type { AbortState } from './describe-bedrock-failure.ts';
import { findOperation } from './operations.ts';
import { recordUnknownCommand } from './record-unknown-command.ts';
import type { CommandHandler, CommandMiddleware, SmithyClient } from './smithy-client.ts';

/** The command that a request belongs to: its attempts find it here, the SDK's retries included. */
const sent = new AsyncLocalStorage<SentCommand>();

/** Which tracker observes a client. */
const installed = new WeakMap<object, unknown>();

/**
 * Observes every command of a Bedrock runtime client in place, by two entries of its middleware stack: one around the
 * whole command, inside the app's own middleware, and one around each attempt, after signing. A client that another
 * tracker observes stays that tracker's, with an event.
 */
export function observeClient(given: object, host: TrackerHost): void {
  const owner = installed.get(given);
  if (owner === host.tracker) return;
  const client = given as SmithyClient;
  // Of the `send` that is running now. Only there, and only since 2025 in the context of a command, is it known.
  let signal: AbortState | undefined;
  const isFirst = wrapMethod<SmithyClient['send']>(
    client,
    'send',
    (original) =>
      function send(this: unknown, ...values) {
        const outer = signal;
        signal = signalIn(values[1]);
        try {
          return Reflect.apply(original, this, values);
        } finally {
          signal = outer;
        }
      },
  );
  if (!isFirst) {
    reportSecondTracker(host);
    return;
  }
  installed.set(client, host.tracker);
  const aroundCommand: CommandMiddleware = (next, context) => {
    const { commandName } = context;
    return typeof commandName === 'string' ? observeCommand(host, commandName, signal, next) : next;
  };
  const aroundAttempt: CommandMiddleware = (next) => (args) => {
    noteAttempt(sent.getStore(), args.request, client.config.region);
    return next(args);
  };
  client.middlewareStack.add(aroundCommand, {
    name: 'llmTracker',
    step: 'initialize',
    priority: 'low',
    override: true,
  });
  client.middlewareStack.add(aroundAttempt, {
    name: 'llmTrackerAttempt',
    step: 'deserialize',
    priority: 'low',
    override: true,
  });
  // With `cacheMiddleware: true`, commands sent before would go on without the entries added since.
  if (client.handlers !== undefined) delete client.handlers;
}

function observeCommand(
  host: TrackerHost,
  commandName: string,
  signal: AbortState | undefined,
  next: CommandHandler,
): CommandHandler {
  const operation = findOperation(commandName);
  if (operation === 'free') return next;
  if (operation === undefined) {
    return async (args) => {
      const result = await next(args);
      recordUnknownCommand(host, commandName, args.input, result.output);
      return result;
    };
  }
  return async (args) => {
    // The SDK will not send it.
    const command = signal?.aborted === true ? null : beginCommand(host, operation, args.input, signal);
    if (command === null) return next(args);
    if (command.call.admitted !== undefined) await command.call.admitted;
    try {
      const result = await sent.run(command, () => next(args));
      takeResult(command, result);
      return result;
    } catch (error) {
      failCommand(command, error);
      throw error;
    }
  };
}

function signalIn(options: unknown): AbortState | undefined {
  if (typeof options !== 'object' || options === null || !('abortSignal' in options)) return undefined;
  const { abortSignal } = options;
  // Before 2024 the SDK had an AbortSignal of its own.
  return typeof abortSignal === 'object' && abortSignal !== null && 'aborted' in abortSignal
    ? (abortSignal as AbortState)
    : undefined;
}

function reportSecondTracker(host: TrackerHost): void {
  host.report({
    type: 'bedrock:already_tracked',
    level: 'warning',
    message:
      'This client is tracked by another tracker already; its calls stay there and are not counted twice. Make a second client for a second tracker.',
  });
}
