import { createTracker, MemoryAdapter, type Tracker, type TrackerEvent } from '@llm-tracker/core';
import { azureOpenaiProvider } from '@llm-tracker/provider-azure-openai';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { startWireServer, type WireServer } from '@llm-tracker/testing';
import OpenAI from 'openai';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Groq } from '../tools/sdk-matrix/groq.ts';

let server: WireServer;
let tracker: Tracker;
let events: TrackerEvent[];

beforeEach(async () => {
  server = await startWireServer();
  events = [];
  tracker = createTracker({
    projectName: 'project',
    database: new MemoryAdapter(),
    onEvent: (event) => events.push(event),
  });
  await tracker.connect();
});

afterEach(async () => {
  await tracker.disconnect();
  await server.close();
});

/** Any host of the internet, answered by the server of the test. */
const fetchFromServer = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
  const { pathname, search } = new URL(input instanceof Request ? input.url : input);
  return fetch(`${server.url}/vendor${/\/v1\//.test(pathname) ? '' : '/v1'}${pathname}${search}`, init);
};
const clientOf = (baseURL: string): OpenAI => new OpenAI({ baseURL, apiKey: 'sk-test', fetch: fetchFromServer });

async function chat(client: Pick<OpenAI, 'chat'>): Promise<void> {
  const body = { model: 'some-model', messages: [{ role: 'user' as const, content: 'Hello' }] };
  await client.chat.completions.create(body);
  for await (const _ of await client.chat.completions.create({ ...body, stream: true }));
}

async function providersStored(): Promise<string[]> {
  await tracker.flush();
  const calls = await tracker.listCalls({ order: 'oldest' });
  for (const call of calls) expect(call).toMatchObject({ operation: 'chat', usageSource: 'reported' });
  return calls.map((call) => call.provider);
}

const unknownHosts = (): unknown[] =>
  events.filter((event) => event.type === 'openai:unknown_host').map((event) => event.details?.['host']);

it.each([
  ['https://api.openai.com/v1', 'openai'],
  ['https://eu.api.openai.com/v1', 'openai'],
  ['https://resource.openai.azure.com/openai/v1', 'azure'],
  ['https://resource.services.ai.azure.com/openai/v1', 'azure'],
  ['https://api.groq.com/openai/v1', 'groq'],
  ['https://api.deepseek.com', 'deepseek'],
  ['https://api.x.ai/v1', 'xai'],
  ['https://openrouter.ai/api/v1', 'openrouter'],
  ['https://api.together.xyz/v1', 'together_ai'],
])('prices an OpenAI client of %s as %s', async (baseURL, provider) => {
  await chat(tracker.use(openaiProvider(clientOf(baseURL))));
  expect(await providersStored()).toEqual([provider, provider]);
  expect(unknownHosts()).toEqual([]);
});

it("prices groq-sdk's own client as groq", async () => {
  const groq = tracker.use(openaiProvider(new Groq({ apiKey: 'gsk-test', fetch: fetchFromServer })));
  expect(groq).toBeInstanceOf(Groq);
  const body = { model: 'llama-3.3-70b-versatile', messages: [{ role: 'user' as const, content: 'Hello' }] };
  await groq.chat.completions.create(body);
  for await (const _ of await groq.chat.completions.create({ ...body, stream: true }));
  expect(await providersStored()).toEqual(['groq', 'groq']);
});

it('prices a client as its option says, whatever its host, without an event', async () => {
  await chat(tracker.use(openaiProvider(clientOf('https://gateway.example/v1'), { provider: 'acme' })));
  await chat(tracker.use(azureOpenaiProvider(clientOf('https://apim.example/v1'))));
  expect(await providersStored()).toEqual(['acme', 'acme', 'azure', 'azure']);
  expect(unknownHosts()).toEqual([]);
});

it('prices a gateway as openai, and tells of each unknown host once', async () => {
  await chat(tracker.use(openaiProvider(clientOf('https://gateway.example/v1'))));
  await chat(tracker.use(openaiProvider(clientOf('https://gateway.example/team/v1'))));
  await chat(tracker.use(openaiProvider(clientOf('https://other.example/v1'))));
  expect(new Set(await providersStored())).toEqual(new Set(['openai']));
  expect(unknownHosts()).toEqual(['gateway.example', 'other.example']);
});

it('notes where a call was processed, and never a host name', async () => {
  await chat(tracker.use(openaiProvider(clientOf('https://eu.api.openai.com/v1'))));
  await tracker.flush();
  const [call] = await tracker.listCalls();
  expect(call?.details.priceContext).toMatchObject({ residency: 'eu' });
  expect(JSON.stringify(call)).not.toContain('api.openai.com');
});
