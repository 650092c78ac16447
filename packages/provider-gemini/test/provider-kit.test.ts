import { GoogleGenAI } from '@google/genai';
import { GoogleGenerativeAI } from '@google/generative-ai';
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
import { geminiProvider } from '../src/index.ts';

// The kits type the members that they use by themselves, because the majors differ in the rest.

describe('@google/genai, newest', () => {
  const context = geminiContext({
    Client: GoogleGenAI as unknown as GeminiClientClass,
    major: 3,
    install: (tracker, client) => tracker.use(geminiProvider<GeminiClient>(client)),
  });
  for (const { name, skipReason, run } of geminiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});

describe('@google/generative-ai', () => {
  const context = generativeAiContext({
    Client: GoogleGenerativeAI as unknown as GenerativeAiClientClass,
    install: (tracker, client) => tracker.use(geminiProvider<GenerativeAiClient>(client)),
  });
  for (const { name, run } of generativeAiProviderCases) test(name, () => run(context));
});
