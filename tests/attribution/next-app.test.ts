import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGate, startWireServer, type WireServer } from '@llm-tracker/testing';
import { openDatabase, SqliteAdapter, type TrackingData } from 'llm-tracker-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/guides/attribution.md'), 'utf8');
const frameworks = join(import.meta.dirname, '../tools/frameworks');
const next = join(frameworks, 'node_modules/next/dist/bin/next');
// There the app finds Next.js, and our built packages.
const app = join(frameworks, '.cache/next-app');
const environment = { NEXT_TELEMETRY_DISABLED: '1', LLM_TRACKER_PRICE_SOURCE: 'off', NODE_ENV: 'production' };

/** The app of the page: what it says of Next.js, and the part of `llm.ts` that it does not say to leave out. */
function writeApp(): void {
  rmSync(app, { recursive: true, force: true });
  const write = (path: string, code: string): void => {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), code);
  };
  const [, llm = ''] = /^```ts file=llm\.ts\n(.*?)^```$/ms.exec(page) ?? [];
  const connect = 'await sdk.connect();\n';
  expect(llm).toContain(connect);
  write('llm.ts', llm.replace(connect, ''));
  const blocks = [...page.matchAll(/^```typescript file=(\S+)\n(.*?)^```$/gms)];
  expect(blocks.map(([, path]) => path)).toEqual(['next.config.ts', 'app/answer/route.ts']);
  for (const [, path = '', code = ''] of blocks) write(path, code);
  write('package.json', '{ "private": true }');
  write('tsconfig.json', JSON.stringify({ compilerOptions: { strict: true } }));
}

/** Starts what was built. `url` is where it listens. */
async function startApp(env: Record<string, string>): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(process.execPath, [next, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
    cwd: app,
    env: { PATH: process.env['PATH'], ...environment, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    return { url, process: child };
  }
  throw new Error('Next.js ended before it listened.');
}

/** Why it cannot run here; undefined where it can, and in CI on POSIX, which must not skip it. */
function reasonToSkip(): string | undefined {
  if (process.platform === 'win32') return 'no SIGTERM on Windows';
  return existsSync(next) || process.env['CI'] === 'true' ? undefined : 'tests/tools/frameworks is not installed';
}
const reason = reasonToSkip();

// `next build` checks the types of its blocks, whose imports have no extension as its own resolution wants it.
describe.skipIf(reason !== undefined)(
  `a Next.js app, built and started${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  { timeout: 180_000 },
  () => {
    let folder: string;
    let usageFile: string;
    let server: WireServer;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'llm-tracker-next-'));
      usageFile = join(folder, 'usage.db');
      server = await startWireServer();
      writeApp();
    });
    afterAll(async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
      rmSync(app, { recursive: true, force: true });
    });

    test('is built without a key and without opening the database', async () => {
      const env = { ...environment, USAGE_FILE: usageFile, OPENAI_API_KEY: undefined };
      const { ok, output } = await runCommand([process.execPath, next, 'build'], { cwd: app, env });
      expect(ok, output).toBe(true);
      expect(existsSync(usageFile)).toBe(false);
    });

    test('gives calls of requests served at the same time to who asked, and has stored them when it ends', async () => {
      const { url, process: child } = await startApp({
        USAGE_FILE: usageFile,
        OPENAI_API_KEY: 'sk-test',
        OPENAI_BASE_URL: `${server.url}/v1`,
      });
      const ended = once(child, 'exit');
      try {
        const gate = createGate();
        server.always({ text: 'So it is.', usage: { inputTokens: 100, outputTokens: 10 }, gate });
        const ask = async (team: string, index: number): Promise<unknown> => {
          const response = await fetch(`${url}/answer`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-team': team, 'x-user': `${team}-${index}` },
            body: JSON.stringify({ question: `Is it so, ${index}?` }),
          });
          return response.json();
        };
        const teams = ['search', 'support', 'search', 'support'];
        const answers = Promise.all(teams.map(ask));
        // Nobody is answered before all have asked.
        await Promise.race([server.request(teams.length - 1), answers]);
        gate.openAll();
        expect(await answers).toEqual(teams.map(() => ({ text: 'So it is.' })));
      } finally {
        child.kill('SIGTERM');
        await ended;
      }
      const calls = await storedCalls();
      expect(calls.map(({ teamName, userId }) => `${teamName} ${userId}`).sort()).toEqual([
        'search search-0',
        'search search-2',
        'support support-1',
        'support support-3',
      ]);
      for (const call of calls) expect(call).toMatchObject({ projectName: 'shop', costUsdExact: '0.00035' });
    });

    async function storedCalls(): Promise<TrackingData[]> {
      const database = openDatabase(new SqliteAdapter({ filename: usageFile }));
      await database.connect();
      const calls = await database.listCalls();
      await database.disconnect();
      return calls;
    }
  },
);
