import { describeError } from '../describe-value.ts';
import type { HelperStream } from './openai-client.ts';

/** The events of a helper as they were when they came. */
export function logEvents(stream: HelperStream, names: readonly string[]): unknown[] {
  const events: unknown[] = [];
  for (const name of names) {
    stream.on(name, (...values) => {
      events.push([
        name,
        ...values.map((value) =>
          value instanceof Error ? describeError(value) : JSON.parse(JSON.stringify(value ?? null)),
        ),
      ]);
    });
  }
  return events;
}
