import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { startWireServer, type WireServer } from '@llm-tracker/testing';
import { type DatabaseAdapter, openDatabase, PostgresAdapter, SqliteAdapter, type TrackingData } from 'llm-tracker-sdk';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';
import { readSnippets } from '../user-description/read-snippets.ts';
import { type PackedTarballs, packTarballs } from './pack-packages.ts';
import { type PackageRegistry, startPackageRegistry } from './start-package-registry.ts';

const root = join(import.meta.dirname, '../..');
const english = readFileSync(join(root, 'README.md'), 'utf8');
const korean = readFileSync(join(root, 'README.ko.md'), 'utf8');
const description = readFileSync(join(root, 'tests/user-description/fixtures/user-description.ko.md'), 'utf8');
const postgresUrl = process.env['TEST_POSTGRES_URL'];

const reason = await reasonToSkip();

/** Why nothing can be installed here as a user would; undefined where it can, and in CI, which must not skip it. */
async function reasonToSkip(): Promise<string | undefined> {
  if (process.platform === 'win32') return 'the pages are followed in a POSIX shell';
  if (process.env['CI'] === 'true') return undefined;
  const { ok } = await runCommand(['npm', 'view', 'openai', 'version'], { cwd: tmpdir() });
  return ok ? undefined : 'the registry of npm cannot be reached';
}

/** The part of a page below a heading. */
function sectionOf(page: string, heading: string): string {
  const [, below] = page.split(`\n## ${heading}\n`);
  if (below === undefined) throw new Error(`There is no section "${heading}".`);
  return below.split('\n## ')[0] ?? '';
}

/** What a reader of a section types and saves, from top to bottom. */
function scriptOf(section: string): string {
  return [...section.matchAll(/^```(\w+)(?: file=(\S+))?\n(.*?)^```$/gms)]
    .map(([, language, file, code = '']) => {
      if (file !== undefined) return `cat > ${file} <<'END'\n${code}END\n`;
      return language === 'sh' ? code : '';
    })
    .join('');
}

/** What our packages work with but leave to the app to install: the vendors' SDKs and the drivers. */
const others = new Set(
  globSync('packages/*/package.json', { cwd: root }).flatMap((path) => {
    const { peerDependencies = {} } = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
      peerDependencies?: Record<string, string>;
    };
    return Object.keys(peerDependencies).filter((name) => !name.startsWith('@llm-tracker/'));
  }),
);

describe.skipIf(reason !== undefined)(
  `a new user${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  { timeout: 180_000 },
  () => {
    let packed: PackedTarballs;
    let registry: PackageRegistry;
    let server: WireServer;
    let folder: string;
    beforeAll(async () => {
      packed = await packTarballs();
      const { output } = await runCommand(['npm', 'config', 'get', 'registry'], { cwd: packed.folder });
      const [upstream = ''] = /^https?:\S+$/m.exec(output) ?? [];
      registry = await startPackageRegistry(Object.values(packed.tarballs), upstream);
      server = await startWireServer();
    });
    afterAll(async () => {
      await server.close();
      await registry[Symbol.asyncDispose]();
      rmSync(packed.folder, { recursive: true, force: true });
    });
    beforeEach(() => {
      server.clear();
      folder = mkdtempSync(join(packed.folder, 'user-'));
    });

    /** Runs lines of a shell in a folder, as on a machine that has Node and npm; npm finds our registry, the vendors' SDKs our server. */
    async function follow(script: string, cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
      const { ok, output } = await runCommand(['sh', '-ec', script], {
        cwd,
        env: {
          PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
          NODE_ENV: undefined,
          OPENAI_API_KEY: undefined,
          npm_config_registry: registry.url,
          npm_config_audit: 'false',
          npm_config_fund: 'false',
          npm_config_update_notifier: 'false',
          OPENAI_BASE_URL: `${server.url}/v1`,
          LLM_TRACKER_PRICE_SOURCE: 'off',
          ...env,
        },
      });
      expect(ok, output).toBe(true);
      return output;
    }

    /** All packages that npm has put into a project, or would put. Fails where npm finds something missing or invalid. */
    async function installedIn(project: string, ...options: readonly string[]): Promise<string[]> {
      const tree = JSON.parse(await follow(`npm ls --all --json ${options.join(' ')} 2>/dev/null`, project)) as Tree;
      return [...new Set(namesOf(tree))].sort();
    }

    const call = {
      projectName: 'my-project',
      provider: 'openai',
      model: 'gpt-4o-2024-08-06',
      promptTokens: 10,
      completionTokens: 10,
      totalTokens: 20,
      costStatus: 'priced',
      costUsdExact: '0.000125',
      success: true,
    };

    test('comes from an empty directory to a stored, priced call by README.ko.md alone', async () => {
      const section = sectionOf(korean, '빠른 시작');
      const [, promised = ''] = /^```text\n(.*?)^```$/ms.exec(section) ?? [];
      const [text] = promised.split('\n');
      server.next({ text, usage: { inputTokens: call.promptTokens, outputTokens: call.completionTokens } });

      const printed = await follow(scriptOf(section), folder);

      const withoutLatency = (output: string): string => output.replace(/avgLatencyMs: [\d.]+/, 'avgLatencyMs: …');
      expect(withoutLatency(printed)).toContain(withoutLatency(promised));
      const project = join(folder, 'my-app');
      expect(await callsIn(new SqliteAdapter({ filename: join(project, 'usage.db') }))).toMatchObject([call]);
      const installed = await installedIn(project);
      for (const driver of ['pg', 'mysql2', 'mongodb', 'typeorm', '@clickhouse/client']) {
        expect(installed).not.toContain(driver);
      }
    });

    test.skipIf(postgresUrl === undefined)(
      'needs two lines of npm install, and nothing else, for the quick start with PostgreSQL',
      async () => {
        const [install, driver] = sectionOf(description, '설치').match(/^npm install (?:llm-tracker-sdk|pg)\b/gm) ?? [];
        const code = readSnippets().find(({ title }) => title === '빠른 시작')?.code ?? '';
        writeFileSync(join(folder, 'quick-start.mjs'), code);
        server.next({ usage: { inputTokens: call.promptTokens, outputTokens: call.completionTokens } });
        const database = `new_user_${process.pid}`;
        const databaseUrl = new URL(`/${database}`, postgresUrl).href;
        await administer(`CREATE DATABASE ${database}`);
        try {
          await follow(`${install}\n${driver}\nnode quick-start.mjs`, folder, {
            DATABASE_URL: databaseUrl,
            OPENAI_API_KEY: 'sk-test',
            ANTHROPIC_API_KEY: 'sk-ant-test',
          });
          expect(await callsIn(new PostgresAdapter({ connectionString: databaseUrl }))).toMatchObject([call]);
        } finally {
          await administer(`DROP DATABASE ${database} WITH (FORCE)`);
        }
      },
    );

    test('tracks a client of an app, with the packages that README.ko.md names and no others', async () => {
      const section = sectionOf(korean, '이미 클라이언트가 있는 앱이라면');
      const [, code = ''] = /^```ts\n(.*?)^```$/ms.exec(section) ?? [];
      const use = `
      await openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] });
      await tracker.disconnect();`;
      writeFileSync(join(folder, 'app.mjs'), code + use);
      server.next({ usage: { inputTokens: call.promptTokens, outputTokens: call.completionTokens } });

      await follow(`${scriptOf(section)}node app.mjs`, folder, { OPENAI_API_KEY: 'sk-test' });

      const calls = await callsIn(new SqliteAdapter({ filename: join(folder, 'usage.db') }));
      expect(calls).toMatchObject([{ ...call, teamName: 'search' }]);
      expect(
        (await installedIn(folder)).filter((name) => others.has(name) || name.startsWith('@llm-tracker/')),
      ).toEqual([
        '@llm-tracker/adapter-sqlite',
        '@llm-tracker/core',
        '@llm-tracker/provider-openai',
        '@llm-tracker/sql',
        '@llm-tracker/wire',
        'openai',
      ]);
    });

    const rows = [...english.matchAll(/^\| [^|]+ \| \[`(@llm-tracker\/[\w-]+)`\]\([^)]+\)(?: `([^`]+)`)?/gm)].map(
      ([, plugin = '', other]) => (other === undefined ? [plugin] : [plugin, other]),
    );
    const providers = rows.filter(([plugin]) => plugin?.startsWith('@llm-tracker/provider-'));
    const adapters = rows.filter(([plugin]) => plugin?.startsWith('@llm-tracker/adapter-'));
    const pairs = adapters.map((adapter, index) => [...(providers[index % providers.length] ?? []), ...adapter]);
    test('finds five providers and six adapters in README.md', () => {
      expect([providers.length, adapters.length]).toEqual([5, 6]);
    });

    test.each(pairs.map((names) => [names.join(' ')]))(
      'gets no SDK and no driver but the one named: %s',
      async (names) => {
        await follow(`npm init -y\nnpm install --package-lock-only @llm-tracker/core ${names}`, folder);
        const installed = await installedIn(folder, '--package-lock-only');
        const named = names.split(' ').filter((name) => others.has(name));
        expect(installed.filter((name) => others.has(name))).toEqual(named.sort());
        const plugins = installed.filter((name) => /^@llm-tracker\/(?:provider|adapter)-/.test(name));
        // Azure's plugin is OpenAI's under another name.
        expect(plugins.filter((name) => !names.includes(name))).toEqual(
          names.includes('provider-azure-openai') ? ['@llm-tracker/provider-openai'] : [],
        );
      },
    );
  },
);

/** A package of `npm ls --json`; without a version it is an optional one that is not there. */
interface Tree {
  version?: string;
  dependencies?: Record<string, Tree>;
}

function namesOf({ dependencies = {} }: Tree): string[] {
  return Object.entries(dependencies).flatMap(([name, tree]) =>
    tree.version === undefined ? [] : [name, ...namesOf(tree)],
  );
}

async function callsIn(adapter: DatabaseAdapter): Promise<TrackingData[]> {
  const database = openDatabase(adapter);
  await database.connect();
  const calls = await database.listCalls();
  await database.disconnect();
  return calls;
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}
