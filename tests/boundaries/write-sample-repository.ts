import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files of a repository by path; a manifest's members may be overridden one by one under the path of its package.json. */
export type Changes = Readonly<Record<string, string | Record<string, unknown>>>;

const dependencies: Record<string, Record<string, unknown>> = {
  core: {},
  wire: { peerDependencies: { '@llm-tracker/core': 'workspace:^' } },
  sql: { peerDependencies: { '@llm-tracker/core': 'workspace:^' } },
  testing: { peerDependencies: { '@llm-tracker/core': 'workspace:^' } },
  'provider-openai': {
    dependencies: { '@llm-tracker/wire': 'workspace:^' },
    peerDependencies: { '@llm-tracker/core': 'workspace:^', openai: '>=4.104.0 <8' },
    peerDependenciesMeta: { openai: { optional: true } },
    devDependencies: { '@llm-tracker/testing': 'workspace:^', openai: '^7.57.0' },
  },
  'adapter-postgres': {
    dependencies: { '@llm-tracker/sql': 'workspace:^' },
    peerDependencies: { '@llm-tracker/core': 'workspace:^', pg: '^8.0.0' },
    peerDependenciesMeta: { pg: { optional: true } },
    devDependencies: { '@llm-tracker/testing': 'workspace:^', pg: '^8.0.0' },
  },
};

/** Writes a small repository that breaks no rule, with the changes laid over it, into a new temporary folder, and returns the folder. */
export function writeSampleRepository(changes: Changes = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'llm-tracker-boundaries-'));
  const files: Record<string, string> = {
    'README.md': 'See [the core](packages/core/README.md) and `packages/core`.\n',
    '.changeset/config.json': JSON.stringify({
      fixed: [Object.keys(dependencies).map((folder) => `@llm-tracker/${folder}`)],
    }),
    'tests/package.json': JSON.stringify({
      name: 'tests',
      private: true,
      dependencies: { '@llm-tracker/core': 'workspace:*' },
    }),
  };
  for (const [folder, declared] of Object.entries(dependencies)) {
    const path = `packages/${folder}`;
    const change = changes[`${path}/package.json`];
    files[`${path}/package.json`] = JSON.stringify({
      ...manifestOf(folder),
      ...declared,
      ...(typeof change === 'object' ? change : {}),
    });
    files[`${path}/README.md`] = `# ${folder}\n`;
    files[`${path}/tsconfig.json`] = '{ "extends": "../../tsconfig.json" }';
    files[`${path}/src/index.ts`] = 'export const answer = 42;\n';
  }
  for (const [path, content] of Object.entries(changes)) if (typeof content === 'string') files[path] = content;
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

function manifestOf(folder: string): Record<string, unknown> {
  const entries = folder === 'core' ? ['index', 'plugin'] : ['index'];
  const keyOf = (entry: string): string => (entry === 'index' ? '.' : `./${entry}`);
  return {
    name: `@llm-tracker/${folder}`,
    version: '0.0.0',
    description: '',
    keywords: [],
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    engines: { node: '>=22.13' },
    files: ['dist'],
    exports: Object.fromEntries(
      entries.map((entry) => [
        keyOf(entry),
        { 'llm-tracker-source': `./src/${entry}.ts`, default: `./dist/${entry}.js` },
      ]),
    ),
    publishConfig: {
      access: 'public',
      exports: Object.fromEntries(entries.map((entry) => [keyOf(entry), `./dist/${entry}.js`])),
    },
    scripts: { build: 'tsdown' },
  };
}
