import Anthropic from '@anthropic-ai/sdk';
import { VERSION } from '@anthropic-ai/sdk/version';
import {
  type AnthropicClient,
  type AnthropicClientClass,
  anthropicContext,
  anthropicProviderCases,
} from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { anthropicProvider } from '../src/index.ts';

describe('@anthropic-ai/sdk, newest', () => {
  const context = anthropicContext({
    // The kit types the members that it uses by itself, because the versions differ in the rest.
    Client: Anthropic as unknown as AnthropicClientClass,
    version: VERSION,
    install: (tracker, client) => tracker.use(anthropicProvider<AnthropicClient>(client)),
  });
  for (const { name, skipReason, run } of anthropicProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
