import type { ObservedCall } from '@llm-tracker/core/plugin';
import type { CommandReader } from './command-reader.ts';
import { type AbortState, abortFailure, describeBedrockFailure } from './describe-bedrock-failure.ts';

const dropped = new FinalizationRegistry<ObservedCall>((call) => call.abort());

/** An answer that is read event by event. */
export function isEventStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/**
 * Feeds a call with the events that the app reads, in place and never ahead of it: the stream stays the same object, and
 * its iterator an async generator as before. A stream that is collected unread ends its call.
 */
export function observeEventStream(
  stream: AsyncIterable<unknown>,
  call: ObservedCall,
  reader: Pick<CommandReader, 'mayTell'>,
  signal: AbortState | undefined,
): void {
  const open = stream[Symbol.asyncIterator].bind(stream);
  const isEnumerable = Object.getOwnPropertyDescriptor(stream, Symbol.asyncIterator)?.enumerable ?? false;
  const replacement = {
    async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
      try {
        let isFirst = true;
        for await (const event of { [Symbol.asyncIterator]: open }) {
          // The first tells when the answer began.
          if (isFirst || reader.mayTell?.(event) !== false) call.push(event);
          isFirst = false;
          yield event;
        }
        // Over HTTP/2, an aborted answer just ends.
        if (signal?.aborted === true) call.fail(abortFailure());
        else call.succeed();
      } catch (error) {
        call.fail(describeBedrockFailure(error, signal));
        throw error;
      } finally {
        // Reached in mid-stream only when the app left: settled calls ignore it.
        call.abort();
      }
    },
  };
  Object.defineProperty(stream, Symbol.asyncIterator, {
    value: replacement[Symbol.asyncIterator],
    enumerable: isEnumerable,
    writable: true,
    configurable: true,
  });
  dropped.register(stream, call);
}
