import assert from 'node:assert/strict';
import type { Tracker } from '@llm-tracker/core';
import { bedrockProvider } from '@llm-tracker/provider-bedrock';
import { type BedrockRuntime, type BedrockSdk, bedrockContext, bedrockProviderCases } from '@llm-tracker/testing';
import { bedrockConverseReader } from '@llm-tracker/wire';
import { describe, test } from 'vitest';
import { bedrockNewest } from '../tools/sdk-matrix/bedrock.ts';

type Middleware = Parameters<BedrockRuntime['middlewareStack']['add']>[0];

/** The good plugin, inside or outside of one more middleware. */
function withMiddleware(
  tracker: Tracker,
  client: BedrockRuntime,
  step: string,
  middleware: Middleware,
): BedrockRuntime {
  client.middlewareStack.add(middleware, { name: 'loggingMiddleware', step });
  return tracker.use(bedrockProvider(client));
}

/** A stream that has all of its events before the app asks for the first. */
async function readAhead(stream: AsyncIterable<unknown>): Promise<AsyncIterable<unknown>> {
  const events: unknown[] = [];
  for await (const event of stream) events.push(event);
  return ReadableStream.from(events) as unknown as AsyncIterable<unknown>;
}

const broken: readonly {
  mistake: string;
  install(tracker: Tracker, client: BedrockRuntime): BedrockRuntime;
  failing: { name: string; message: RegExp };
}[] = [
  {
    mistake: 'tracks nothing',
    install: (_tracker, client) => client,
    failing: { name: 'gives the same answer from send(command)', message: /1 calls must be recorded/ },
  },
  {
    mistake: 'watches the methods of BedrockRuntime instead of commands',
    install: (tracker, client) =>
      tracker.use({
        name: 'bedrock',
        install(host) {
          const converse = client.converse.bind(client) as (input: object) => Promise<never>;
          Reflect.set(client, 'converse', (input: { modelId: string }) =>
            host.observeCall({ operation: 'converse', model: input.modelId, reader: bedrockConverseReader() }, () =>
              converse(input),
            ),
          );
          return client;
        },
      }),
    failing: { name: 'gives the same answer from send(command)', message: /1 calls must be recorded/ },
  },
  {
    mistake: 'counts every attempt',
    install: (tracker, client) =>
      tracker.use({
        name: 'bedrock',
        install(host) {
          client.middlewareStack.add(
            (next) => async (args) => {
              const start = { operation: 'converse', model: null, reader: bedrockConverseReader() };
              const call = host.beginCall(start);
              call.attempt();
              try {
                const result = await next(args);
                call.push(result.output);
                return result;
              } finally {
                call.succeed();
              }
            },
            { name: 'everyAttempt', step: 'finalizeRequest' },
          );
          return client;
        },
      }),
    failing: {
      name: 'groups the retries of one call, streamed or not, into one row',
      message: /2 calls must be recorded/,
    },
  },
  {
    mistake: 'reads streams to their end before it hands them on',
    install: (tracker, client) =>
      withMiddleware(tracker, client, 'initialize', (next) => async (args) => {
        const result = await next(args);
        const { output } = result;
        if (output !== undefined && 'stream' in output) output['stream'] = await readAhead(output['stream'] as never);
        return result;
      }),
    failing: { name: 'stops the server when the app stops reading', message: /saw something else/ },
  },
  {
    mistake: 'forgets what was sent before with cacheMiddleware',
    install(tracker, client) {
      const { handlers } = client as unknown as { handlers: unknown };
      const tracked = tracker.use(bedrockProvider(client));
      if (handlers !== undefined) Reflect.set(client, 'handlers', handlers);
      return tracked;
    },
    failing: {
      name: 'sees commands that were sent before with cacheMiddleware: true',
      message: /2 calls must be recorded/,
    },
  },
  {
    mistake: 'swallows an error in mid-stream',
    install: (tracker, client) =>
      withMiddleware(tracker, client, 'initialize', (next) => async (args) => {
        const result = await next(args);
        const { output } = result;
        if (output === undefined || !('stream' in output)) return result;
        const stream = output['stream'] as AsyncIterable<unknown>;
        output['stream'] = (async function* () {
          try {
            yield* stream;
          } catch {
            // Nobody will know.
          }
        })();
        return result;
      }),
    failing: {
      name: 'gives the same events and error for a ModelStreamErrorException in mid-stream',
      message: /saw something else/,
    },
  },
  {
    mistake: 'changes what the app gets',
    install: (tracker, client) =>
      withMiddleware(tracker, client, 'initialize', (next) => async (args) => {
        const result = await next(args);
        if (result.output !== undefined) Object.assign(result.output.$metadata, { tracked: true });
        return result;
      }),
    failing: { name: 'gives the same answer from send(command)', message: /saw something else/ },
  },
  {
    mistake: 'sends a header of its own',
    install: (tracker, client) =>
      withMiddleware(tracker, client, 'build', (next) => async (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers['x-tracked-by'] = 'somebody';
        return next(args);
      }),
    failing: { name: 'gives the same answer from send(command)', message: /sent something else/ },
  },
  {
    mistake: 'asks the region provider by itself',
    install(tracker, client) {
      const tracked = tracker.use(bedrockProvider(client));
      client.middlewareStack.add(
        (next) => async (args) => {
          await client.config.region();
          return next(args);
        },
        { name: 'asksRegion', step: 'initialize' },
      );
      return tracked;
    },
    failing: {
      name: 'asks a region provider as often as before, and records what it says',
      message: /saw something else/,
    },
  },
  {
    mistake: 'sends a call although it was denied',
    install(tracker, client) {
      const tracked = tracker.use(bedrockProvider(client));
      client.middlewareStack.add((next) => (args) => next(args).catch(() => next(args)), {
        name: 'triesAgain',
        step: 'initialize',
        priority: 'high',
      });
      return tracked;
    },
    failing: { name: 'denies converse() at once, with nothing sent', message: /tried again after the denial/ },
  },
];

describe.each(broken)('the kit of Bedrock clients names a plugin that $mistake', ({ install, failing }) => {
  const context = bedrockContext({ sdk: bedrockNewest as unknown as BedrockSdk, isHttp2: true, install });
  test(failing.name, async () => {
    const found = bedrockProviderCases.find(({ name }) => name === failing.name);
    assert.ok(found !== undefined, `the kit has no case "${failing.name}"`);
    await assert.rejects(found.run(context), (error: Error) => {
      assert.match(error.message, failing.message);
      return true;
    });
  });
});
