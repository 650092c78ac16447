import { anthropicProvider } from '@llm-tracker/provider-anthropic';
import {
  type AnthropicClient,
  type AnthropicClientClass,
  anthropicContext,
  anthropicProviderCases,
} from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { Anthropic1, Anthropic060, Anthropic0137 } from '../tools/sdk-matrix/anthropic.ts';

describe.each([
  { version: '0.60.0', client: Anthropic060 },
  { version: '0.137.0', client: Anthropic0137 },
  { version: '1.13.0', client: Anthropic1 },
])('@anthropic-ai/sdk $version', ({ version, client }) => {
  const context = anthropicContext({
    // The kit types the members that it uses by itself, because the versions differ in the rest.
    Client: client as unknown as AnthropicClientClass,
    version,
    install: (tracker, installed) => tracker.use(anthropicProvider<AnthropicClient>(installed)),
  });
  for (const { name, skipReason, run } of anthropicProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
