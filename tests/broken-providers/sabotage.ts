import type { Tracker } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import type { OpenaiClient } from '@llm-tracker/testing';

type Fetch = OpenaiClient['fetch'];

/** A plugin with one mistake, as they are found in the wild, and the cases that must name it. */
export interface BrokenProvider {
  mistake: string;
  install(tracker: Tracker, client: OpenaiClient): OpenaiClient;
  failing: readonly { name: string; message: RegExp }[];
}

/** The good plugin, with `change` around what it made of `fetch`. */
export function withFetch(tracker: Tracker, client: OpenaiClient, change: (fetch: Fetch) => Fetch): OpenaiClient {
  const tracked = tracker.use(openaiProvider(client));
  tracked.fetch = change(tracked.fetch);
  return tracked;
}

/** The good plugin, with the bytes of every stream going through another one. */
export function withBody(
  tracker: Tracker,
  client: OpenaiClient,
  {
    change = (text) => text,
    onError = (controller, error) => controller.error(error),
  }: {
    change?: (text: string) => string;
    onError?: (controller: ReadableStreamDefaultController<Uint8Array>, error: unknown) => void;
  },
): OpenaiClient {
  return withFetch(tracker, client, (fetch) => async (...args) => {
    const response = await fetch(...args);
    const reader = response.body?.getReader();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const part = await reader?.read();
          if (part?.value === undefined) controller.close();
          else controller.enqueue(Buffer.from(change(Buffer.from(part.value).toString())));
        } catch (error) {
          onError(controller, error);
        }
      },
      cancel: (reason) => reader?.cancel(reason),
    });
    return Object.defineProperty(response, 'body', { value: body, configurable: true });
  });
}

/** The good plugin, behind a `client.request` that changes the options of every request. */
export function withRequest(
  tracker: Tracker,
  client: OpenaiClient,
  options: { streamUsage?: 'never' },
  change: (options: Record<string, unknown>) => Record<string, unknown>,
): OpenaiClient {
  const tracked = tracker.use(openaiProvider(client, options)) as OpenaiClient & {
    request: (...args: unknown[]) => unknown;
  };
  const request = tracked.request.bind(tracked);
  tracked.request = (given, ...rest) =>
    request(
      Promise.resolve(given).then((value) => change(value as Record<string, unknown>)),
      ...rest,
    );
  return tracked;
}
