import { openaiProvider } from '@llm-tracker/provider-openai';
import { type OpenaiClient, type OpenaiClientClass, openaiContext, openaiProviderCases } from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { OpenAI4, OpenAI5, OpenAI6, OpenAI7 } from '../tools/sdk-matrix/openai.ts';

describe.each([
  { sdk: 'openai 4', major: 4, client: OpenAI4 },
  { sdk: 'openai 5', major: 5, client: OpenAI5 },
  { sdk: 'openai 6', major: 6, client: OpenAI6 },
  { sdk: 'openai 7', major: 7, client: OpenAI7 },
])('$sdk', ({ major, client }) => {
  const context = openaiContext({
    // The kit types the members that it uses by itself, because the majors differ in the rest.
    Client: client as unknown as OpenaiClientClass,
    toFile: client.toFile,
    major,
    install: (tracker, installed) => tracker.use(openaiProvider<OpenaiClient>(installed)),
  });
  for (const { name, skipReason, run } of openaiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
