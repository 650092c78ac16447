import type { ObservedCall, TrackerHost } from '@llm-tracker/core/plugin';
import type { CommandReader } from './command-reader.ts';
import { type AbortState, describeBedrockFailure } from './describe-bedrock-failure.ts';
import { memberOf } from './member-of.ts';
import { isEventStream, observeEventStream } from './observe-event-stream.ts';
import type { Operation } from './operations.ts';
import { signedRegion } from './signed-region.ts';
import type { CommandResult } from './smithy-client.ts';

/** A command on its way. */
export interface SentCommand {
  readonly host: TrackerHost;
  readonly operation: Operation;
  readonly reader: CommandReader;
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
export function takeResult(command: SentCommand, { response, output }: CommandResult): void {
  const { host, call, operation, reader, signal } = command;
  const isTaken = guarded(host, () => {
    // Middleware of the app may have kept the entry around the attempts from seeing it.
    if (!command.left) leave(command);
    call.update(metadataIn(output));
    if (operation.readsHeaders === true) reader.push(memberOf(response, 'headers'));
    const stream = operation.stream === undefined ? undefined : memberOf(output, operation.stream);
    if (isEventStream(stream)) {
      observeEventStream(stream, call, reader, signal);
      return true;
    }
    call.push(operation.body === undefined ? output : memberOf(output, operation.body));
    call.succeed();
    return true;
  });
  if (isTaken === null) call.succeed();
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

/** What an output, or an error, tells of the HTTP answer. */
function metadataIn(source: unknown): { httpStatus?: number; providerRequestId?: string } {
  const { httpStatusCode, requestId } = (memberOf(source, '$metadata') ?? {}) as Record<string, unknown>;
  // An answer that cannot be read has no metadata in older versions of the SDK.
  const status = httpStatusCode ?? memberOf(memberOf(source, '$response'), 'statusCode');
  return {
    ...(typeof status === 'number' ? { httpStatus: status } : {}),
    ...(typeof requestId === 'string' ? { providerRequestId: requestId } : {}),
  };
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
