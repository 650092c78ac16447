import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startWireServer, type WireServer } from '@llm-tracker/testing';
import { type DatabaseAdapter, LLMTrackerSDK, openDatabase, PostgresAdapter, type TrackingData } from 'llm-tracker-sdk';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';
import { completeSnippet } from './complete-snippet.ts';
import { readSnippets } from './read-snippets.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(import.meta.dirname, '.cache');
const snippets = readSnippets();
const postgresUrl = process.env['TEST_POSTGRES_URL'];
const mariadbUrl = process.env['TEST_MARIADB_URL'];
const mongodbUrl = process.env['TEST_MONGODB_URL'];

const fileOf = (title: string): string => join(folder, `${snippets.findIndex((one) => one.title === title)}.ts`);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const snippet of snippets) writeFileSync(fileOf(snippet.title), completeSnippet(snippet));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every snippet of the description type-checks', async () => {
  expect(snippets).toHaveLength(13);
  const compilerOptions = {
    isolatedDeclarations: false,
    declaration: false,
    noPropertyAccessFromIndexSignature: false,
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../tsconfig.json', compilerOptions, include: ['*.ts'], exclude: [] }),
  );
  const { output } = await runCommand(['tsc', '-p', folder], { cwd: root });
  expect(output).toBe('');
});

describe.skipIf(postgresUrl === undefined)('against a server and PostgreSQL', () => {
  const database = `user_description_${process.pid}`;
  const databaseUrl = new URL(`/${database}`, postgresUrl ?? 'postgres://127.0.0.1:1').href;
  let server: WireServer;

  beforeAll(async () => {
    server = await startWireServer();
    await administer(`CREATE DATABASE ${database}`);
  });
  afterAll(async () => {
    await administer(`DROP DATABASE ${database} WITH (FORCE)`);
    await server.close();
  });

  async function administer(statement: string): Promise<void> {
    const client = new Client({ connectionString: postgresUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  /** Runs a snippet as its own process, as Node runs TypeScript; what it printed. */
  async function run(title: string): Promise<string> {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--conditions=llm-tracker-source', fileOf(title)],
      { env: { PATH: process.env['PATH'], LLM_TRACKER_PRICE_SOURCE: 'off', ...environment() } },
    );
    expect(stderr).toBe('');
    return stdout;
  }

  /** What an app has in its environment. Every vendor's own SDK reads where its server is. */
  function environment(): Record<string, string> {
    return {
      DATABASE_URL: databaseUrl,
      OPENAI_API_KEY: 'sk-test',
      ANTHROPIC_API_KEY: 'sk-ant-test',
      GEMINI_API_KEY: 'gemini-test',
      AZURE_OPENAI_API_KEY: 'azure-test',
      AZURE_OPENAI_ENDPOINT: server.url,
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      OPENAI_BASE_URL: `${server.url}/v1`,
      ANTHROPIC_BASE_URL: server.url,
      GOOGLE_GEMINI_BASE_URL: server.url,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url,
    };
  }

  async function newestCall(): Promise<TrackingData | undefined> {
    const reader = openDatabase(new PostgresAdapter({ connectionString: databaseUrl }));
    await reader.connect();
    const [newest] = await reader.listCalls({ limit: 1 });
    await reader.disconnect();
    return newest;
  }

  test.each([
    ['빠른 시작', { provider: 'openai', requestedModel: 'gpt-4o', streamed: false }],
    ['OpenAI', { provider: 'openai', requestedModel: 'gpt-4o', streamed: false }],
    ['Claude', { provider: 'claude', requestedModel: 'claude-sonnet-4-20250514', streamed: false }],
    ['Azure OpenAI', { provider: 'azure', requestedModel: 'gpt-4o', streamed: false }],
    [
      'AWS Bedrock',
      { provider: 'bedrock', requestedModel: 'anthropic.claude-3-5-sonnet-20241022-v2:0', streamed: false },
    ],
    ['Gemini', { provider: 'gemini', requestedModel: 'gemini-1.5-flash', streamed: false }],
    ['스트리밍', { provider: 'openai', requestedModel: 'gpt-4o', streamed: true }],
  ])('"%s" stores its call, priced', async (title, expected) => {
    const before = await newestCallId();
    await run(title);
    const call = await newestCall();
    expect(call?.requestId).not.toBe(before);
    expect(call).toMatchObject({ projectName: 'my-project', success: true, usageSource: 'reported', ...expected });
    expect(call).toMatchObject({ costStatus: 'priced', costUsd: expect.any(Number) });
  });

  async function newestCallId(): Promise<string | undefined> {
    return (await newestCall().catch(() => undefined))?.requestId;
  }

  test('"스트리밍" prints the answer', async () => {
    server.next({ text: '네, 안녕하세요!' });
    expect(await run('스트리밍')).toBe('네, 안녕하세요!');
  });

  test('"설정" connects, and "사용량 통계" prints the eight numbers', async () => {
    await run('설정');
    const printed = await run('사용량 통계');
    for (const name of ['totalRequests', 'avgLatencyMs', 'totalCostUsd']) expect(printed).toContain(`${name}: 0`);
  });

  test.each(['PostgreSQL', 'MySQL', 'MongoDB'])('"%s" makes its adapter', async (title) => {
    expect(await run(title)).toBe('');
  });

  test('"커스텀 어댑터" gets batches and answers for statistics', async () => {
    expect(JSON.parse(await run('커스텀 어댑터'))).toEqual({
      totalRequests: 1,
      batches: 1,
      rows: [{ model: 'gpt-4o-2024-08-06', costStatus: 'priced' }],
    });
  });

  const elsewhere: [title: string, url: string | undefined, move: (code: string, url: URL) => string][] = [
    [
      'MySQL',
      mariadbUrl,
      (code, { hostname, port, username, password, pathname }) =>
        code
          .replace("'localhost'", `'${hostname}'`)
          .replace('3306', port)
          .replace("'mydb'", `'${pathname.slice(1)}', tableName: '${database}'`)
          .replace("'root'", `'${username}'`)
          .replace("'password'", `'${password}'`),
    ],
    [
      'MongoDB',
      mongodbUrl,
      (code, { href }) => code.replace('mongodb://localhost:27017', href).replace("'llm_tracking'", `'${database}'`),
    ],
  ];
  for (const [title, url, move] of elsewhere) {
    test.skipIf(url === undefined)(`"${title}" keeps calls in the server that it names`, async () => {
      const code = snippets.find((snippet) => snippet.title === title)?.code ?? '';
      const file = join(folder, `${title}.ts`);
      writeFileSync(file, move(code, new URL(url ?? '')).replace('new M', 'export const database = new M'));
      const adapter = ((await import(file)) as { database: DatabaseAdapter }).database;
      const sdk = new LLMTrackerSDK({ projectName: 'my-project', apiKeys: {}, database: adapter });
      await sdk.connect();
      const items = [{ unit: 'input' as const, quantity: 10 }];
      sdk.tracker.record({ provider: 'openai', model: 'gpt-4o', operation: 'chat', items });
      expect(await sdk.getStats()).toMatchObject({ totalRequests: 1, totalPromptTokens: 10 });
      await sdk.disconnect();
    });
  }
});
