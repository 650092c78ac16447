import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { VERSION } from '@anthropic-ai/sdk/version';
import type { Tracker } from '@llm-tracker/core';
import type { ObservedCall, TrackerHost } from '@llm-tracker/core/plugin';
import { anthropicProvider } from '@llm-tracker/provider-anthropic';
import {
  type AnthropicClient,
  type AnthropicClientClass,
  type AnthropicContext,
  anthropicContext,
  anthropicProviderCases,
} from '@llm-tracker/testing';
import { anthropicMessageReader } from '@llm-tracker/wire';
import { describe, test } from 'vitest';

type Next = (request: object) => Promise<Response>;
type Middleware = (
  request: object,
  next: Next,
  context: { parse(response: Response): Promise<unknown> },
) => Promise<Response>;

/** A plugin of one middleware, which a host helps. */
function withMiddleware(
  tracker: Tracker,
  client: AnthropicClient,
  create: (host: TrackerHost) => Middleware,
): AnthropicClient {
  return tracker.use({
    name: 'claude',
    install(host) {
      client.middleware?.push(create(host));
      return client;
    },
  });
}

/** Reads a copy to its end, whatever the app does. */
async function pushAll(answer: unknown, call: ObservedCall): Promise<void> {
  for await (const part of answer as AsyncIterable<unknown>) call.push(part);
  call.succeed();
}

const start = () => ({ operation: 'messages', model: 'claude-haiku-4-5', reader: anthropicMessageReader() });

const broken: readonly {
  mistake: string;
  install(tracker: Tracker, client: AnthropicClient): AnthropicClient;
  failing: readonly { name: string; message: RegExp }[];
}[] = [
  {
    mistake: 'tracks nothing',
    install: (_tracker, client) => client,
    failing: [{ name: 'gives the same message, its hidden request id included', message: /1 calls must be recorded/ }],
  },
  {
    mistake: 'watches messages.create() instead of requests',
    install: (tracker, client) =>
      tracker.use({
        name: 'claude',
        install(host) {
          const create = client.messages.create.bind(client.messages) as (...values: unknown[]) => Promise<object>;
          Reflect.set(client.messages, 'create', (...values: unknown[]) =>
            host.observeCall(start(), () => create(...values)),
          );
          return client;
        },
      }),
    failing: [
      { name: 'gives the same message of the beta API', message: /1 calls must be recorded/ },
      {
        name: 'counts what goes through client.post(), and not what goes through client.get()',
        message: /1 calls must be recorded/,
      },
    ],
  },
  {
    mistake: 'reads its own copy of every stream, as ctx.parse() does',
    install: (tracker, client) =>
      withMiddleware(tracker, client, (host) => async (request, next, { parse }) => {
        const call = host.beginCall(start());
        call.attempt();
        const response = await next(request);
        void pushAll(await parse(response), call);
        return response;
      }),
    failing: [{ name: 'stops the server when the app stops reading a stream', message: /saw something else/ }],
  },
  {
    mistake: 'counts every attempt, in middleware that everybody can see and remove',
    install: (tracker, client) =>
      withMiddleware(tracker, client, (host) => async (request, next) => {
        const call = host.beginCall(start());
        call.attempt();
        return host.observe(await next(request), call);
      }),
    failing: [
      { name: 'groups the retries of one call, streamed or not, into one row', message: /2 calls must be recorded/ },
      { name: 'leaves the client an instance of its class that looks as it did', message: /saw something else/ },
      { name: 'stays when the app replaces all middleware', message: /1 calls must be recorded/ },
      { name: 'counts tokens for nothing', message: /0 calls must be recorded/ },
    ],
  },
  {
    mistake: 'denies from within middleware',
    install: (tracker, client) =>
      withMiddleware(tracker, client, (host) => async (request, next) => {
        const call = host.beginCall(start());
        await call.admitted;
        call.attempt();
        return host.observe(await next(request), call);
      }),
    failing: [
      {
        name: 'denies at once in words that a client may take for a timeout',
        message: /must see the CallDeniedError|tried again/,
      },
    ],
  },
  {
    mistake: 'makes a new Response',
    install(tracker, client) {
      const tracked = tracker.use(anthropicProvider(client));
      tracked.middleware?.push(async (request: object, next: Next) => {
        const response = await next(request);
        return new Response(response.body, response);
      });
      return tracked;
    },
    failing: [
      { name: 'gives the same Response from asResponse(), before and after it is read', message: /saw something else/ },
    ],
  },
  {
    mistake: 'forgets clones',
    install(tracker, client) {
      const withOptions = client.withOptions;
      const tracked = tracker.use(anthropicProvider(client));
      Object.defineProperty(tracked, 'withOptions', { value: withOptions, enumerable: false });
      return tracked;
    },
    failing: [
      { name: 'tracks clones made by withOptions(), and their clones', message: /2 calls must be recorded/ },
      { name: 'tracks clones made by withOptions({ middleware })', message: /1 calls must be recorded/ },
    ],
  },
];

function contextOf(install: AnthropicContext['install']): AnthropicContext {
  return anthropicContext({ Client: Anthropic as unknown as AnthropicClientClass, version: VERSION, install });
}

function runCase(name: string, context: AnthropicContext): Promise<void> {
  const found = anthropicProviderCases.find((candidate) => candidate.name === name);
  assert.ok(found, `the kit has no case "${name}"`);
  return found.run(context);
}

describe('the kit names the mistake of an Anthropic plugin that', () => {
  for (const { mistake, install, failing } of broken) {
    for (const { name, message } of failing) {
      test(`${mistake}: "${name}"`, () => assert.rejects(runCase(name, contextOf(install)), { message }));
    }
  }
});
