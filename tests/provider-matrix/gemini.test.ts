import { geminiProvider } from '@llm-tracker/provider-gemini';
import {
  type GeminiClient,
  type GeminiClientClass,
  type GenerativeAiClient,
  type GenerativeAiClientClass,
  geminiContext,
  geminiProviderCases,
  generativeAiContext,
  generativeAiProviderCases,
} from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { GoogleGenAI1, GoogleGenAI2, GoogleGenAI3, GoogleGenerativeAI0 } from '../tools/sdk-matrix/google.ts';

// The kits type the members that they use by themselves, because the majors differ in the rest.

describe.each([
  { sdk: '@google/genai 1', major: 1, client: GoogleGenAI1 },
  { sdk: '@google/genai 2', major: 2, client: GoogleGenAI2 },
  { sdk: '@google/genai 3', major: 3, client: GoogleGenAI3 },
])('$sdk', ({ major, client }) => {
  const context = geminiContext({
    Client: client as unknown as GeminiClientClass,
    major,
    install: (tracker, installed) => tracker.use(geminiProvider<GeminiClient>(installed)),
  });
  for (const { name, skipReason, run } of geminiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});

describe('@google/generative-ai 0.24', () => {
  const context = generativeAiContext({
    Client: GoogleGenerativeAI0 as unknown as GenerativeAiClientClass,
    install: (tracker, client) => tracker.use(geminiProvider<GenerativeAiClient>(client)),
  });
  for (const { name, run } of generativeAiProviderCases) test(name, () => run(context));
});
