import { GoogleGenAI } from '@google/genai';
import { type GeminiClient, type GeminiClientClass, geminiContext, geminiProviderCases } from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { geminiProvider } from '../src/index.ts';

describe('@google/genai, newest', () => {
  const context = geminiContext({
    // The kit types the members that it uses by itself, because the majors differ in the rest.
    Client: GoogleGenAI as unknown as GeminiClientClass,
    major: 3,
    install: (tracker, client) => tracker.use(geminiProvider<GeminiClient>(client)),
  });
  for (const { name, skipReason, run } of geminiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
