import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWireServer, type WireServer } from '@llm-tracker/testing';
import type { LLMTrackerSDK } from 'llm-tracker-sdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readBlocks } from '../documents/read-blocks.ts';

const page = join(import.meta.dirname, '../../docs/guides/attribution.md');
// There the blocks find the frameworks, and what this package declares.
const folder = join(import.meta.dirname, '../tools/frameworks/.cache/attribution');
const usageFolder = mkdtempSync(join(tmpdir(), 'llm-tracker-frameworks-'));

let server: WireServer;
let sdk: LLMTrackerSDK;

beforeAll(async () => {
  server = await startWireServer();
  vi.stubEnv('OPENAI_API_KEY', 'sk-test');
  vi.stubEnv('OPENAI_BASE_URL', `${server.url}/v1`);
  vi.stubEnv('USAGE_FILE', join(usageFolder, 'usage.db'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, code } of readBlocks(readFileSync(page, 'utf8'))) writeFileSync(join(folder, name), code);
  sdk = (await load<{ sdk: LLMTrackerSDK }>('llm.ts')).sdk;
});
afterAll(async () => {
  await sdk.disconnect();
  await server.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  rmSync(usageFolder, { recursive: true, force: true });
});

function load<Module>(name: string): Promise<Module> {
  return import(join(folder, name)) as Promise<Module>;
}

/** Asks a server of two teams at the same time, and says to whom its calls were given. */
async function teamsOf(framework: string, send: (request: Request) => Promise<Response>): Promise<string[]> {
  const users = Array.from({ length: 40 }, (_, index) => ({ team: index % 2 === 0 ? 'search' : 'support', index }));
  const startDate = new Date();
  await Promise.all(
    users.map(async ({ team, index }) => {
      const response = await send(
        new Request('http://127.0.0.1/answer', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-team': team, 'x-user': `${framework}-${team}-${index}` },
          body: JSON.stringify({ question: `Who is ${index}?` }),
        }),
      );
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ text: expect.any(String) });
    }),
  );
  const calls = await sdk.tracker.listCalls({ startDate, limit: 1000 });
  expect(calls.map(({ userId }) => userId).sort()).toEqual(
    users.map(({ team, index }) => `${framework}-${team}-${index}`).sort(),
  );
  return calls.map(({ userId, teamName }) => `${userId?.split('-')[1]} ${teamName}`);
}

/** Sends requests to a real server on a free port. */
async function throughHttp(
  listener: RequestListener,
  use: (send: (request: Request) => Promise<Response>) => Promise<void>,
): Promise<void> {
  const http = createServer(listener).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  try {
    await use((request) => fetch(new Request(`http://127.0.0.1:${port}/answer`, request)));
  } finally {
    http.closeAllConnections();
    http.close();
  }
}

function expectUnmixed(teams: readonly string[]): void {
  expect([...new Set(teams)].sort()).toEqual(['search search', 'support support']);
}

describe('calls of requests served at the same time belong to who asked', () => {
  test('with Express', async () => {
    const { app } = await load<{ app: RequestListener }>('express-app.ts');
    await throughHttp(app, async (send) => expectUnmixed(await teamsOf('express', send)));
  });

  test('with Fastify', async () => {
    const { app } = await load<{ app: { ready(): Promise<void>; routing: RequestListener } }>('fastify-app.ts');
    await app.ready();
    await throughHttp(app.routing, async (send) => expectUnmixed(await teamsOf('fastify', send)));
  });

  test('with Hono', async () => {
    const { app } = await load<{ app: { fetch(request: Request): Promise<Response> } }>('hono-app.ts');
    const { getRequestListener } = await import('../tools/frameworks/hono-node-server.ts');
    await throughHttp(getRequestListener(app.fetch), async (send) => expectUnmixed(await teamsOf('hono', send)));
  });
});
