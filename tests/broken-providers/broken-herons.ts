import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tracker } from '@llm-tracker/core';
import type { HeronAnswer, HeronClient, HeronRequest } from './heron-client.ts';
import { heronCall, heronProvider, heronReader } from './heron-provider.ts';
import { withCall, withPost, withStream } from './heron-sabotage.ts';

const readStrictly = (answer: unknown): HeronAnswer['usage'] & {} => {
  const { usage } = answer as HeronAnswer;
  if (usage === undefined) throw new TypeError('Heron always reports its usage.');
  return usage;
};

/** The case that most mistakes fail. */
export const counted = 'sends and gives what call() of a bare client does, and counts it once';
const refused = 'gives the error of call() when it is refused, and records the failure';
const strange = 'takes answers to call() that no vendor should send, and makes up no tokens';
const left = 'closes the connection when the app breaks out of callSlowly(), and records it as aborted';
const looks = 'gives back the client that it was given, which looks as it did';

/** Plugins for Heron with one mistake each, and the case that must name it. */
export const brokenHerons: readonly {
  mistake: string;
  install(tracker: Tracker, client: HeronClient): HeronClient;
  failing: { name: string; message: RegExp };
}[] = [
  {
    mistake: 'tracks nothing',
    install: (_tracker, client) => client,
    failing: { name: counted, message: /1 calls must be recorded/ },
  },
  {
    mistake: 'counts every call twice',
    install: (tracker, client) =>
      withCall(
        tracker,
        tracker.use(heronProvider(client)),
        (host, call) => (request) => host.observeCall(heronCall(request, false), () => call(request)),
      ),
    failing: { name: counted, message: /1 calls must be recorded/ },
  },
  {
    mistake: 'counts every call once more each time it is installed',
    install: (tracker, client) =>
      withCall(
        tracker,
        client,
        (host, call) => (request) => host.observeCall(heronCall(request, false), () => call(request)),
      ),
    failing: {
      name: 'counts call() once when the plugin is installed twice',
      message: /1 calls must be recorded/,
    },
  },
  {
    mistake: 'counts input as output',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => (request) => {
        const { result, ...reader } = heronReader();
        const swap = () => {
          const usage = result();
          return usage && { ...usage, items: usage.items.map((item) => ({ ...item, unit: 'output' as const })) };
        };
        return host.observeCall(heronCall(request, false, { ...reader, result: swap }), () => call(request));
      }),
    failing: { name: counted, message: /other values/ },
  },
  {
    mistake: 'consumes the body',
    install: (tracker, client) =>
      withPost(tracker, client, (post) => async (request) => {
        const response = await post(request);
        await response.text();
        return response;
      }),
    failing: { name: counted, message: /saw something else/ },
  },
  {
    mistake: 'adds a member to what is sent',
    install: (tracker, client) =>
      withPost(tracker, client, (post) => (request) => post({ ...request, ...{ tracked: true } })),
    failing: { name: counted, message: /sent something else/ },
  },
  {
    mistake: 'adds a member to what is answered, which nobody sees at first',
    install(tracker, client) {
      const tracked = tracker.use(heronProvider(client));
      return withCall(
        tracker,
        tracked,
        (_host, call) => async (request) => Object.defineProperty(await call(request), 'tracked', { value: true }),
      );
    },
    failing: { name: counted, message: /saw something else/ },
  },
  {
    mistake: 'tracks the class instead of the client',
    install(tracker, client) {
      const prototype: HeronClient = Object.getPrototypeOf(client);
      const { call } = prototype;
      tracker.use({
        name: 'heron',
        install(host) {
          prototype.call = function (request) {
            return host.observeCall(heronCall(request, false), () => call.apply(this, [request]));
          };
        },
      });
      return client;
    },
    failing: { name: 'counts call() of the tracked client alone', message: /1 calls must be recorded/ },
  },
  {
    mistake: 'gives every call to the team that installed it',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => {
        const asInstalled = AsyncLocalStorage.snapshot();
        return (request) => asInstalled(() => host.observeCall(heronCall(request, false), () => call(request)));
      }),
    failing: {
      name: 'counts call() for the team that calls, also when several call at once',
      message: /other values/,
    },
  },
  {
    mistake: 'swallows an error',
    install: (tracker, client) =>
      withCall(
        tracker,
        tracker.use(heronProvider(client)),
        (_host, call) => (request) => call(request).catch(() => ({ id: '', model: '', text: '' })),
      ),
    failing: { name: refused, message: /saw something else/ },
  },
  {
    mistake: 'wraps an error',
    install: (tracker, client) =>
      withCall(
        tracker,
        tracker.use(heronProvider(client)),
        (_host, call) => (request) =>
          call(request).catch((error: Error) => {
            throw new Error(error.message, { cause: error });
          }),
      ),
    failing: { name: refused, message: /saw something else/ },
  },
  {
    mistake: 'forgets calls that fail',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => async (request) => {
        const observed = host.beginCall(heronCall(request, false));
        observed.attempt();
        return host.observe(await call(request), observed);
      }),
    failing: { name: refused, message: /1 calls must be recorded/ },
  },
  {
    mistake: 'records a failure as a success',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => async (request) => {
        const observed = host.beginCall(heronCall(request, false));
        observed.attempt();
        return call(request).finally(() => observed.succeed());
      }),
    failing: { name: refused, message: /other values/ },
  },
  {
    mistake: 'listens to a promise, and not to its failure',
    install: (tracker, client) =>
      withCall(tracker, tracker.use(heronProvider(client)), (_host, call) => (request) => {
        const promise = call(request);
        void promise.finally(() => undefined);
        return promise;
      }),
    failing: { name: refused, message: /other unhandled rejections/ },
  },
  {
    mistake: 'handles what the app leaves unhandled',
    install: (tracker, client) =>
      withCall(tracker, tracker.use(heronProvider(client)), (_host, call) => (request) => {
        const promise = call(request);
        promise.catch(() => undefined);
        return promise;
      }),
    failing: {
      name: 'leaves the rejection of call() unhandled that the app leaves unhandled, and adds none',
      message: /other unhandled rejections/,
    },
  },
  {
    mistake: 'has one reader for all calls',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => {
        const reader = heronReader();
        const start = (request: HeronRequest) => heronCall(request, false, reader);
        return (request) => host.observeCall(start(request), () => call(request));
      }),
    failing: { name: strange, message: /other values/ },
  },
  {
    mistake: 'trusts the vendor',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => (request) => {
        const reader = { ...heronReader(), push: (part: unknown) => readStrictly(part).tokens_in > 0 };
        return host.observeCall(heronCall(request, false, reader), () => call(request));
      }),
    failing: { name: strange, message: /a plugin failed/ },
  },
  {
    mistake: 'ignores a denial',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => async (request) => {
        const observed = host.beginCall(heronCall(request, false));
        observed.attempt();
        return host.observe(await call(request), observed);
      }),
    failing: { name: 'denies call() at once, with nothing sent', message: /was not denied/ },
  },
  {
    mistake: 'tries again after a denial',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => (request) => {
        const attempt = () => host.observeCall(heronCall(request, false), () => call(request));
        return attempt().catch(attempt);
      }),
    failing: { name: 'denies call() at once, with nothing sent', message: /tried again/ },
  },
  {
    mistake: 'ends with its tracker',
    install: (tracker, client) =>
      withCall(tracker, client, (host, call) => {
        let isOver = false;
        host.onDisconnect(() => {
          isOver = true;
        });
        return async (request) => {
          if (isOver) throw new Error('The tracker has disconnected.');
          return host.observeCall(heronCall(request, false), () => call(request));
        };
      }),
    failing: { name: 'leaves call() as it was after the tracker has disconnected', message: /saw something else/ },
  },
  {
    mistake: 'loses `break`',
    install: (tracker, client) =>
      withStream(tracker, client, async function* (stream) {
        for (let result = await stream.next(); !result.done; result = await stream.next()) yield result.value;
      }),
    failing: { name: left, message: /saw something else/ },
  },
  {
    mistake: 'reads a stream to its end before it hands it on',
    install: (tracker, client) =>
      withStream(tracker, client, async function* (stream) {
        const parts: HeronAnswer[] = [];
        for await (const part of stream) parts.push(part);
        yield* parts;
      }),
    failing: { name: left, message: /no part before the last event/ },
  },
  {
    mistake: 'swallows an error in mid-stream',
    install: (tracker, client) =>
      withStream(tracker, client, async function* (stream) {
        try {
          yield* stream;
        } catch {
          // Nobody will know.
        }
      }),
    failing: {
      name: 'gives the errors of callSlowly() when the connection breaks, and records the failures',
      message: /saw something else/,
    },
  },
  {
    mistake: 'changes the parts of a stream',
    install: (tracker, client) =>
      withStream(tracker, client, async function* (stream) {
        for await (const part of stream) yield { ...part, tracked: true };
      }),
    failing: { name: counted.replace('call()', 'callSlowly()'), message: /saw something else/ },
  },
  {
    mistake: 'gives a proxy',
    install: (tracker, client) => new Proxy(tracker.use(heronProvider(client)), {}),
    failing: { name: looks, message: /another object/ },
  },
  {
    mistake: 'leaves a mark that everybody sees',
    install: (tracker, client) => Object.assign(tracker.use(heronProvider(client)), { isTracked: true }),
    failing: { name: looks, message: /looks different/ },
  },
];
