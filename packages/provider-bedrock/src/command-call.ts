import type { ObservedCall, TrackerHost, UsageReader } from '@llm-tracker/core/plugin';
import { describeBedrockFailure } from './describe-bedrock-failure.ts';
import { isEventStream, observeEventStream } from './observe-event-stream.ts';
import type { Operation } from './operations.ts';
import { signedRegion } from './signed-region.ts';
import type { CommandResult } from './smithy-client.ts';

/** What is read of the app's AbortSignal. */
export interface AbortState {
  readonly aborted: boolean;
}

/** A command on its way. */
export interface SentCommand {
  readonly host: TrackerHost;
  readonly operation: Operation;
  readonly reader: UsageReader;
  readonly call: ObservedCall;
  readonly signal: AbortState | undefined;
  /** Whether a request left. */
  left: boolean;
}

/** Prepares the call of a command; null, with an event, when that fails. */
export function beginCommand(
  host: TrackerHost,
  operation: Operation,
  input: unknown,
  signal: AbortState | undefined,
): SentCommand | null {
  return guarded(host, () => {
    const reader = operation.createReader(input);
    const call = host.beginCall({
      operation: operation.name,
      model: operation.modelOf(input),
      reader,
      streamed: operation.stream !== undefined,
      ...(signal instanceof AbortSignal ? { signal } : {}),
    });
    if (operation.details !== undefined) call.update(operation.details);
    return { host, operation, reader, call, signal, left: false };
  });
}

/** A request is about to leave, unless the app aborted it. */
export function noteAttempt(command: SentCommand | undefined, request: unknown, region: unknown): void {
  if (command === undefined || command.signal?.aborted === true) return;
  guarded(command.host, () => {
    leave(command);
    const signed = signedRegion(request);
    if (signed !== undefined) command.call.update({ region: signed });
    // Bearer tokens name no region. What the client was given is asked for, and not waited for.
    else if (typeof region === 'function') {
      Promise.resolve(region()).then(
        (name: unknown) => typeof name === 'string' && command.call.update({ region: name }),
        () => undefined,
      );
    }
  });
}

/** The SDK got an answer: its headers and body are read, its stream is watched. */
export function takeResult(command: SentCommand, result: CommandResult): void {
  const { host, call, operation, reader } = command;
  guarded(host, () => {
    const { output } = result;
    // Middleware of the app may have replaced what the entry around the attempts is told.
    if (!command.left) leave(command);
    call.update(metadataIn(output));
    if (operation.readsHeaders === true) reader.push(headersIn(result.response));
    const stream: unknown = operation.stream === undefined ? undefined : Reflect.get(output, operation.stream);
    if (isEventStream(stream)) {
      observeEventStream(stream, call, (error) => describeBedrockFailure(error, command.signal));
      return;
    }
    call.push(operation.body === undefined ? output : Reflect.get(output, operation.body));
    call.succeed();
  });
}

/** The command failed, retries included. Nothing is stored of one that never left. */
export function failCommand(command: SentCommand, error: unknown): void {
  guarded(command.host, () => {
    const metadata = metadataIn(error);
    if (!command.left && metadata.httpStatus !== undefined) leave(command);
    command.call.update(metadata);
    command.call.fail(describeBedrockFailure(error, command.signal));
  });
}

function leave(command: SentCommand): void {
  command.left = true;
  command.call.attempt();
}

function metadataIn(source: unknown): { httpStatus?: number; providerRequestId?: string } {
  const metadata = typeof source === 'object' && source !== null ? Reflect.get(source, '$metadata') : undefined;
  if (typeof metadata !== 'object' || metadata === null) return {};
  const { httpStatusCode, requestId } = metadata as { httpStatusCode?: unknown; requestId?: unknown };
  return {
    ...(typeof httpStatusCode === 'number' ? { httpStatus: httpStatusCode } : {}),
    ...(typeof requestId === 'string' ? { providerRequestId: requestId } : {}),
  };
}

function headersIn(response: unknown): unknown {
  return typeof response === 'object' && response !== null && 'headers' in response ? response.headers : undefined;
}

function guarded<Result>(host: TrackerHost, action: () => Result): Result | null {
  try {
    return action();
  } catch (error) {
    host.report({
      type: 'plugin_failed',
      level: 'warning',
      message: 'A Bedrock command could not be observed; the app gets its answer unchanged.',
      error,
    });
    return null;
  }
}
