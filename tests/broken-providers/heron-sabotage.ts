import type { Tracker } from '@llm-tracker/core';
import type { TrackerHost } from '@llm-tracker/core/plugin';
import type { HeronAnswer, HeronClient, HeronRequest } from './heron-client.ts';
import { heronProvider } from './heron-provider.ts';

/** What `call()` is. */
type Call = (request: HeronRequest) => Promise<HeronAnswer>;

/** A plugin that replaces `call()`, and no more. */
export function withCall(
  tracker: Tracker,
  client: HeronClient,
  create: (host: TrackerHost, call: Call) => Call,
): HeronClient {
  return tracker.use({
    name: 'heron',
    install(host) {
      define(client, 'call', create(host, client.call.bind(client)));
      return client;
    },
  });
}

/** The good plugin, with `change` around what it made of `callSlowly()`. */
export function withStream(
  tracker: Tracker,
  client: HeronClient,
  change: (stream: AsyncGenerator<HeronAnswer>) => AsyncGenerator<HeronAnswer>,
): HeronClient {
  const tracked = tracker.use(heronProvider(client));
  const { callSlowly } = tracked;
  define(tracked, 'callSlowly', async (request: HeronRequest) => change(await callSlowly(request)));
  return tracked;
}

/** The good plugin, with `change` around what its client sends and gets. */
export function withPost(
  tracker: Tracker,
  client: HeronClient,
  change: (post: HeronClient['post']) => HeronClient['post'],
): HeronClient {
  define(client, 'post', change(client.post.bind(client)));
  return tracker.use(heronProvider(client));
}

/** As a method of the class, which nobody sees. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}
