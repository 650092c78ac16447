import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startWireServer, type WireServer } from '@llm-tracker/testing';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const examples = join(import.meta.dirname, '../../examples');
const postgresUrl = process.env['TEST_POSTGRES_URL'];

let server: WireServer;
let directory: string;
beforeAll(async () => {
  server = await startWireServer();
  directory = mkdtempSync(join(tmpdir(), 'llm-tracker-examples-'));
});
afterEach(() => server.clear());
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

/** What an app has in its environment, and where each vendor's own SDK finds the server. */
function environment(): Record<string, string | undefined> {
  return {
    PATH: process.env['PATH'],
    LLM_TRACKER_PRICE_SOURCE: 'off',
    OPENAI_API_KEY: 'sk-test',
    ANTHROPIC_API_KEY: 'sk-ant-test',
    GEMINI_API_KEY: 'gemini-test',
    OPENAI_BASE_URL: `${server.url}/v1`,
    ANTHROPIC_BASE_URL: server.url,
    GOOGLE_GEMINI_BASE_URL: server.url,
    PARROT_URL: server.url,
  };
}

/** Runs an example in an empty directory; what it printed. */
async function run(file: string): Promise<string> {
  const cwd = mkdtempSync(join(directory, 'run-'));
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--conditions=llm-tracker-source', join(examples, file)],
    { cwd, env: environment() },
  );
  expect(stderr).toBe('');
  return stdout;
}

describe('the example', () => {
  it('quickstart prints answer, tokens, cost and totals', async () => {
    server.next({ text: 'Because they are money.', usage: { inputTokens: 100, outputTokens: 10 } });
    const printed = await run('quickstart/quickstart.ts');
    expect(printed).toContain('Because they are money.\n110 tokens, 0.00035 USD\n');
    expect(printed).toContain('totalRequests: 1,');
    expect(printed).toContain('totalCostUsd: 0.00035,');
  });

  it('streaming prints three streams and how each was counted', async () => {
    server.always({ text: 'Rhine Danube Elbe' });
    const lines = (await run('streaming/streaming.ts')).trim().split('\n');
    expect(lines.slice(0, 2)).toEqual(['Rhine Danube Elbe', 'Rhine Danube Elbe']);
    expect(lines.slice(-3)).toEqual([
      expect.stringMatching(/^openai: reported, first token after \d+ ms, 0\.\d+$/),
      expect.stringMatching(/^claude: reported, first token after \d+ ms, 0\.\d+$/),
      expect.stringMatching(/^gemini: partial, /),
    ]);
  });

  it('custom-adapter counts from its file', async () => {
    expect(await run('custom-adapter/custom-adapter.ts')).toContain('totalRequests: 1,');
  });

  it('custom-provider prints the arithmetic of its call', async () => {
    server.next({ text: 'Hello', usage: { inputTokens: 1000, outputTokens: 50 } });
    const printed = await run('custom-provider/custom-provider.ts');
    expect(printed).toMatch(/^Hello\n/);
    expect(printed).toContain('0.00115');
  });

  it.skipIf(postgresUrl === undefined)('teams-postgres serves two teams and says what each spent', async () => {
    const database = `examples_${process.pid}`;
    await administer(`CREATE DATABASE ${database}`);
    const example = spawn(
      process.execPath,
      ['--conditions=llm-tracker-source', join(examples, 'teams-postgres/teams-postgres.ts')],
      {
        env: { ...environment(), PORT: '0', DATABASE_URL: new URL(`/${database}`, postgresUrl).href },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const ended = once(example, 'exit');
    try {
      const [line] = (await once(example.stdout, 'data')) as [Buffer];
      const url = line.toString().trim().replace('localhost', '127.0.0.1');
      server.always({ usage: { inputTokens: 100, outputTokens: 10 } });
      for (const team of ['search', 'search', 'support']) {
        expect((await fetch(`${url}/answer?question=Why`, { headers: { 'x-team': team } })).status).toBe(200);
      }
      const row = { model: 'gpt-4o-2024-08-06', withoutCost: 0 };
      expect(await (await fetch(`${url}/stats`)).json()).toEqual([
        { team: 'search', requests: 2, tokens: 220, costUsd: '0.0007', ...row },
        { team: 'support', requests: 1, tokens: 110, costUsd: '0.00035', ...row },
      ]);
    } finally {
      example.kill('SIGTERM');
      await ended;
      await administer(`DROP DATABASE ${database} WITH (FORCE)`);
    }
    expect(example.exitCode).toBe(0);
  });
});

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}
