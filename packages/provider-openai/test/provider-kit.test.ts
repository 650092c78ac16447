import { type OpenaiClient, type OpenaiClientClass, openaiContext, openaiProviderCases } from '@llm-tracker/testing';
import OpenAI, { toFile } from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { describe, test } from 'vitest';
import { z } from 'zod';
import { openaiProvider } from '../src/index.ts';

const answer = z.object({ city: z.string(), degrees: z.number() });
const contexts = {
  'openai, newest': {},
  "openai, newest, with streamUsage 'never'": { streamUsage: 'never' as const },
};

describe.each(Object.entries(contexts))('%s', (_, options) => {
  const context = openaiContext({
    ...options,
    // The kit types the members that it uses by itself, because the majors differ in the rest.
    Client: OpenAI as unknown as OpenaiClientClass,
    toFile,
    major: 7,
    zodFormats: { chat: zodResponseFormat(answer, 'answer'), response: zodTextFormat(answer, 'answer') },
    install: (tracker, client) => tracker.use(openaiProvider<OpenaiClient>(client, options)),
  });
  for (const { name, skipReason, run } of openaiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
