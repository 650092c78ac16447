import * as sdk from '@aws-sdk/client-bedrock-runtime';
import { type BedrockSdk, bedrockContext, bedrockProviderCases } from '@llm-tracker/testing';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, test } from 'vitest';
import { bedrockProvider } from '../src/index.ts';

const handlers = {
  'client-bedrock-runtime, newest, over HTTP/2': { isHttp2: true },
  'client-bedrock-runtime, newest, over HTTP/1.1': { isHttp2: false, createHandler: () => new NodeHttpHandler() },
};

describe.each(Object.entries(handlers))('%s', (_, handler) => {
  const context = bedrockContext({
    ...handler,
    // The kit types the members that it uses by itself, because the versions differ in the rest.
    sdk: sdk as unknown as BedrockSdk,
    install: (tracker, client) => tracker.use(bedrockProvider(client)),
  });
  for (const { name, skipReason, run } of bedrockProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
