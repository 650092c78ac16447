import { bedrockProvider } from '@llm-tracker/provider-bedrock';
import { type BedrockSdk, bedrockContext, bedrockProviderCases } from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { bedrockNewest, bedrockOldest } from '../tools/sdk-matrix/bedrock.ts';

describe.each([
  // Each with the request handler that it makes by itself.
  { sdk: 'client-bedrock-runtime 3.614', module: bedrockOldest, isHttp2: false },
  { sdk: 'client-bedrock-runtime, newest 3', module: bedrockNewest, isHttp2: true },
])('$sdk', ({ module, isHttp2 }) => {
  const context = bedrockContext({
    // The kit types the members that it uses by itself, because the versions differ in the rest.
    sdk: module as unknown as BedrockSdk,
    isHttp2,
    install: (tracker, client) => tracker.use(bedrockProvider(client)),
  });
  for (const { name, skipReason, run } of bedrockProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
