import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';
import { installTarballs, type PackedPackages, packPackages } from './pack-packages.ts';

const root = join(import.meta.dirname, '../..');

const parts = ['@llm-tracker/core', '@llm-tracker/provider-openai', '@llm-tracker/adapter-postgres'];
let packed: PackedPackages;
let withClass: string;
let withParts: string;
beforeAll(async () => {
  packed = await packPackages();
  withClass = join(packed.folder, 'with-class');
  withParts = join(packed.folder, 'with-parts');
  await installTarballs(withClass, packed.tarballs, ['llm-tracker-sdk']);
  await installTarballs(withParts, packed.tarballs, parts);
  for (const project of [withClass, withParts]) addNodeTypes(project);
});
afterAll(() => rmSync(packed.folder, { recursive: true, force: true }));

/** How an app may be compiled. `file`: the name of its source, which says whether it is a module or CommonJS. */
const consumers = [
  { name: 'node16, ESM', file: 'app.mts', options: { module: 'node16', moduleResolution: 'node16' } },
  { name: 'nodenext, ESM', file: 'app.mts', options: { module: 'nodenext', moduleResolution: 'nodenext' } },
  { name: 'nodenext, CommonJS', file: 'app.cts', options: { module: 'nodenext', moduleResolution: 'nodenext' } },
  { name: 'bundler', file: 'app.ts', options: { module: 'esnext', moduleResolution: 'bundler' } },
] as const;

/** What the compiler says of an app in a project, line by line. */
async function problemsOf(
  project: string,
  { name, file, options }: (typeof consumers)[number],
  source: string,
): Promise<string[]> {
  const folder = join(project, name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder);
  writeFileSync(join(folder, file), source);
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.asynciterable', 'esnext.disposable'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: [file] }));
  const { output } = await runCommand(['tsc', '-p', '.'], { cwd: folder });
  return output.split('\n').filter((line) => line !== '');
}

/** As an app has it. */
function addNodeTypes(project: string): void {
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true });
  symlinkSync(join(root, 'node_modules/@types/node'), join(project, 'node_modules/@types/node'));
}

describe('declarations, checked with skipLibCheck: false and no driver installed', () => {
  const classSource = `
    import { LLMTrackerSDK, MemoryAdapter, DatabaseAdapter, TrackingData, StatsFilter, UsageStats } from 'llm-tracker-sdk';
    export class MyAdapter implements DatabaseAdapter {
      async connect(): Promise<void> {}
      async disconnect(): Promise<void> {}
      async save(data: TrackingData): Promise<void> { void data.costUsd; }
      async getStats?(filter: StatsFilter): Promise<UsageStats> { throw new Error(String(filter.model)); }
    }
    export async function ask(): Promise<string | null | undefined> {
      const sdk = new LLMTrackerSDK({ projectName: 'p', apiKeys: { openai: process.env['OPENAI_API_KEY'] }, database: new MemoryAdapter() });
      await sdk.connect();
      const answer = await sdk.openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] });
      const { text } = await sdk.bedrock.chat({ modelId: 'm', messages: [{ role: 'user', content: 'Hi' }] });
      const { content } = await sdk.claude.messages.create({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: text }] });
      const gemini = await sdk.gemini.generateContent({ model: 'm', contents: String(content.length) });
      const stats: UsageStats = await sdk.getStats();
      // @ts-expect-error an answer has no such member, and is no any
      void answer.nothing;
      // @ts-expect-error nor has the client
      void sdk.claude.nothing;
      return gemini.text ?? answer.choices[0]?.message.content ?? String(stats.totalCostUsd);
    }`;

  const partsSource = `
    import { createTracker } from '@llm-tracker/core';
    import { PostgresAdapter } from '@llm-tracker/adapter-postgres';
    import { type OpenaiClient, openaiProvider } from '@llm-tracker/provider-openai';
    export function track<Client extends OpenaiClient>(client: Client): Client {
      const tracker = createTracker({ projectName: 'p', database: new PostgresAdapter({ connectionString: 'postgres://db/p' }) });
      return tracker.use(openaiProvider(client));
    }`;

  test.each(consumers)('of llm-tracker-sdk: $name', async (consumer) => {
    expect(await problemsOf(withClass, consumer, classSource)).toEqual([]);
  });

  test.each(consumers)('of core with one provider and one adapter: $name', async (consumer) => {
    expect(await problemsOf(withParts, consumer, partsSource)).toEqual([]);
    // Nothing came along that was not asked for.
    expect(existsSync(join(withParts, 'node_modules/openai'))).toBe(false);
    expect(existsSync(join(withParts, 'node_modules/pg'))).toBe(false);
  });
});

describe('an app that has installed llm-tracker-sdk, and nothing else', () => {
  test.each([
    ["new PostgresAdapter({ connectionString: 'postgres://127.0.0.1:1/db' })", 'npm install pg'],
    [
      "new MySQLAdapter({ host: '127.0.0.1', port: 1, user: 'root', password: '', database: 'db' })",
      'npm install mysql2',
    ],
    ["new MongoAdapter({ uri: 'mongodb://127.0.0.1:1' })", 'npm install mongodb'],
    ["new ClickHouseAdapter({ url: 'http://127.0.0.1:1' })", 'npm install @clickhouse/client'],
  ])('is told what to install for %s', async (adapter, command) => {
    writeFileSync(
      join(withClass, 'missing.mjs'),
      `import * as all from 'llm-tracker-sdk';
       const { ${adapter.slice(4, adapter.indexOf('('))} } = all;
       const sdk = new all.LLMTrackerSDK({ projectName: 'p', apiKeys: {}, database: ${adapter} });
       await sdk.connect().catch((error) => console.log(error.message));
       await sdk.disconnect();`,
    );
    const { output } = await runCommand([process.execPath, 'missing.mjs'], { cwd: withClass });
    expect(output).toContain(command);
  });

  test('runs a custom adapter in TypeScript that only has its types stripped', async () => {
    writeFileSync(
      join(withClass, 'adapter.mts'),
      `import { DatabaseAdapter, TrackingData } from 'llm-tracker-sdk';
       class MyAdapter implements DatabaseAdapter {
         async connect(): Promise<void> {}
         async disconnect(): Promise<void> {}
         async save(data: TrackingData): Promise<void> { console.log(data.model); }
       }
       await new MyAdapter().save({ model: 'gpt-4o' } as TrackingData);`,
    );
    const { output } = await runCommand([process.execPath, 'adapter.mts'], { cwd: withClass });
    expect(output).toBe('gpt-4o\n');
  });
});
