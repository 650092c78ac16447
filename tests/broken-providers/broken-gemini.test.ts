import assert from 'node:assert/strict';
import type { Tracker } from '@llm-tracker/core';
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
import { geminiContentReader } from '@llm-tracker/wire';
import { describe, test } from 'vitest';
import { GoogleGenAI3, GoogleGenerativeAI0 } from '../tools/sdk-matrix/google.ts';

type ApiCall = (url: string, init: RequestInit, ...rest: unknown[]) => Promise<Response>;

/** The good plugin, around a client whose every request is changed on its way. */
function withApiCall(tracker: Tracker, client: GeminiClient, change: (apiCall: ApiCall) => ApiCall): GeminiClient {
  const apiCall = Reflect.get(client.apiClient, 'apiCall') as ApiCall;
  Reflect.set(client.apiClient, 'apiCall', change(apiCall.bind(client.apiClient)));
  return tracker.use(geminiProvider(client));
}

const brokenGenAi: readonly {
  mistake: string;
  install(tracker: Tracker, client: GeminiClient): GeminiClient;
  failing: { name: string; message: RegExp };
}[] = [
  {
    mistake: 'tracks nothing',
    install: (_tracker, client) => client,
    failing: { name: 'gives the same chunks, with their getters', message: /1 calls must be recorded/ },
  },
  {
    mistake: 'watches the methods of models instead of requests',
    install: (tracker, client) =>
      tracker.use({
        name: 'gemini',
        install(host) {
          const { generateContent } = client.models;
          client.models.generateContent = (parameters) =>
            host.observeCall(
              { operation: 'generate_content', model: String(parameters['model']), reader: geminiContentReader() },
              () => generateContent(parameters),
            );
          return client;
        },
      }),
    failing: {
      name: 'counts both requests of a call whose tool the SDK calls itself',
      message: /2 calls must be recorded/,
    },
  },
  {
    mistake: 'reads a copy of each answer in the background',
    install: (tracker, client) =>
      withApiCall(tracker, client, (apiCall) => async (...parameters) => {
        const response = await apiCall(...parameters);
        response
          .clone()
          .text()
          .catch(() => undefined);
        return response;
      }),
    failing: { name: 'stops the server when the app stops reading', message: /saw something else/ },
  },
  {
    mistake: 'adds a member to every answer',
    install(tracker, client) {
      const tracked = tracker.use(geminiProvider(client));
      const { generateContent } = tracked.models;
      tracked.models.generateContent = async (parameters) =>
        Object.assign(await generateContent(parameters), { tracked: true });
      return tracked;
    },
    failing: { name: 'gives the same answer, with its getters and its HTTP headers', message: /saw something else/ },
  },
  {
    mistake: 'sends a header of its own',
    install: (tracker, client) =>
      withApiCall(tracker, client, (apiCall) => (url, init, ...rest) => {
        const headers = new Headers(init.headers);
        headers.set('x-llm-tracker', '1');
        return apiCall(url, { ...init, headers }, ...rest);
      }),
    failing: { name: 'counts tokens and reads models for nothing', message: /sent something else/ },
  },
  {
    mistake: 'sends every failed request once more',
    install: (tracker, client) =>
      withApiCall(tracker, client, (apiCall) => async (...parameters) => {
        const response = await apiCall(...parameters);
        return response.ok ? response : apiCall(...parameters);
      }),
    failing: { name: 'gives the same error for status 500, streamed or not', message: /sent something else/ },
  },
];

const brokenGenerativeAi: readonly {
  mistake: string;
  install(tracker: Tracker, client: GenerativeAiClient): GenerativeAiClient;
  failing: { name: string; message: RegExp };
}[] = [
  {
    mistake: 'listens to whole responses instead of deriving them',
    install(tracker, client) {
      const tracked = tracker.use(geminiProvider(client));
      const { getGenerativeModel } = tracked;
      tracked.getGenerativeModel = (...parameters) => {
        const model = getGenerativeModel.apply(tracked, parameters);
        const { generateContentStream } = model;
        model.generateContentStream = async (...values) => {
          const result = await generateContentStream.apply(model, values);
          result.response.catch(() => undefined);
          return result;
        };
        return model;
      };
      return tracked;
    },
    failing: {
      name: 'leaves the rejection unhandled of a stream whose whole response nobody asks for, and adds none',
      message: /other unhandled rejections/,
    },
  },
];

/** Runs a case of a kit on a plugin with a mistake. */
async function runCase<Context>(
  cases: readonly { name: string; run(context: Context): Promise<void> }[],
  name: string,
  context: Context,
): Promise<void> {
  const found = cases.find((candidate) => candidate.name === name);
  assert.ok(found, `the kit has no case "${name}"`);
  await found.run(context);
}

describe('the kits for Google name the mistake of a plugin that', () => {
  const Client = GoogleGenAI3 as unknown as GeminiClientClass;
  for (const { mistake, install, failing } of brokenGenAi) {
    test(`${mistake}: "${failing.name}"`, () =>
      assert.rejects(runCase(geminiProviderCases, failing.name, geminiContext({ Client, major: 3, install })), {
        message: failing.message,
      }));
  }
  const OldClient = GoogleGenerativeAI0 as unknown as GenerativeAiClientClass;
  for (const { mistake, install, failing } of brokenGenerativeAi) {
    test(`${mistake}: "${failing.name}"`, () =>
      assert.rejects(
        runCase(generativeAiProviderCases, failing.name, generativeAiContext({ Client: OldClient, install })),
        { message: failing.message },
      ));
  }
});
