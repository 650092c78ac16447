import { geminiProvider } from '@llm-tracker/provider-gemini';
import { type GeminiClient, type GeminiClientClass, geminiContext, geminiProviderCases } from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { GoogleGenAI1, GoogleGenAI2, GoogleGenAI3 } from '../tools/sdk-matrix/google.ts';

describe.each([
  { sdk: '@google/genai 1', major: 1, client: GoogleGenAI1 },
  { sdk: '@google/genai 2', major: 2, client: GoogleGenAI2 },
  { sdk: '@google/genai 3', major: 3, client: GoogleGenAI3 },
])('$sdk', ({ major, client }) => {
  const context = geminiContext({
    // The kit types the members that it uses by itself, because the majors differ in the rest.
    Client: client as unknown as GeminiClientClass,
    major,
    install: (tracker, installed) => tracker.use(geminiProvider<GeminiClient>(installed)),
  });
  for (const { name, skipReason, run } of geminiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
