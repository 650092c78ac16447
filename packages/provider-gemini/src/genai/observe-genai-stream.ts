import type { ObservedCall, UsageReader } from '@llm-tracker/core/plugin';
import { describeBrokenAnswer } from './describe-failure.ts';

/** A call whose answer streams. */
export interface StreamedCall {
  readonly call: ObservedCall;
  readonly reader: UsageReader;
  /** The app's own. */
  readonly signal: AbortSignal | undefined;
}

/** An event as the SDK hands it on: parsed when it is asked for. */
interface StreamEvent {
  json(): Promise<unknown>;
}

const dropped = new FinalizationRegistry<StreamTap>((tap) => tap.leave());

/** Watches the generator in which the SDK reads a streamed answer, in place: the events that it parses, and how it ends. One that is never read ends when it is collected. */
export function observeGenAiStream(stream: AsyncGenerator<unknown>, call: StreamedCall): void {
  const tap = new StreamTap(call);
  dropped.register(stream, tap);
  const next = stream.next.bind(stream);
  const leave = stream.return.bind(stream);
  Object.assign(stream, {
    next: () =>
      next().then(
        (result) => {
          if (result.done === true) tap.end();
          else tap.watch(result.value);
          return result;
        },
        (error: unknown) => {
          tap.fail(error);
          throw error;
        },
      ),
    return(value: unknown) {
      tap.leave();
      return leave(value);
    },
  });
}

/** Feeds one call. Keeps the last event only, and no way back to the stream. */
class StreamTap {
  readonly #streamed: StreamedCall;
  #begun = false;
  #last: unknown;

  constructor(streamed: StreamedCall) {
    this.#streamed = streamed;
  }

  /** Looks at an event as the SDK parses it; what cannot be parsed fails the stream. */
  watch(event: unknown): void {
    if (!isStreamEvent(event)) return;
    const json = event.json.bind(event);
    event.json = () =>
      json().then(
        (part) => {
          this.#take(part);
          return part;
        },
        (error: unknown) => {
          this.fail(error);
          throw error;
        },
      );
  }

  end(): void {
    this.#pushLast();
    this.#streamed.call.succeed();
  }

  fail(error: unknown): void {
    this.#pushLast();
    this.#streamed.call.fail(describeBrokenAnswer(error, this.#streamed.signal));
  }

  leave(): void {
    this.#pushLast();
    this.#streamed.call.abort();
  }

  #take(part: unknown): void {
    if (this.#begun && this.#streamed.reader.lastOnly === true) this.#last = part;
    else this.#streamed.call.push(part);
    this.#begun = true;
  }

  #pushLast(): void {
    if (this.#last !== undefined) this.#streamed.call.push(this.#last);
    this.#last = undefined;
  }
}

function isStreamEvent(value: unknown): value is StreamEvent {
  return typeof value === 'object' && value !== null && 'json' in value && typeof value.json === 'function';
}
