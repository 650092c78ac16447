/** What one package of ours may import and declare. Node's own modules are free everywhere; what is not named here is forbidden. */
export interface PackageRule {
  /** Entries of ours that its sources may load at run time. */
  entries: readonly string[];
  /** Packages of ours that each part of its package.json may name. */
  peerDependencies: readonly string[];
  dependencies: readonly string[];
  devDependencies: readonly string[];
  /**
   * How its sources may use the packages of others. `none`: not at all. `types`: by `import type`, as optional peers.
   * `on connect`: by `import()`, as optional peers. `codecs`: as dependencies, of the codec libraries. `all`: as dependencies.
   */
  vendors: 'none' | 'types' | 'on connect' | 'codecs' | 'all';
}

const core = '@llm-tracker/core';
const plugin = '@llm-tracker/core/plugin';
const wire = '@llm-tracker/wire';
const sql = '@llm-tracker/sql';
const testing = '@llm-tracker/testing';
const openai = '@llm-tracker/provider-openai';

const base: PackageRule = {
  entries: [plugin],
  peerDependencies: [core],
  dependencies: [],
  devDependencies: [],
  vendors: 'none',
};
const provider: PackageRule = {
  ...base,
  entries: [plugin, wire],
  dependencies: [wire],
  devDependencies: [testing],
  vendors: 'types',
};
const adapter: PackageRule = { ...base, devDependencies: [testing], vendors: 'on connect' };
const sqlAdapter: PackageRule = { ...adapter, entries: [plugin, sql], dependencies: [sql] };

const rules: Record<string, PackageRule> = {
  core: { ...base, entries: [], peerDependencies: [] },
  wire: base,
  sql: base,
  testing: { ...base, entries: [core, plugin], vendors: 'codecs' },
  'adapter-sqlite': sqlAdapter,
  'adapter-postgres': sqlAdapter,
  'adapter-mysql': sqlAdapter,
  'adapter-typeorm': sqlAdapter,
  'adapter-clickhouse': sqlAdapter,
  'adapter-mongodb': adapter,
  // The one plugin that imports another: an Azure client is an OpenAI client.
  'provider-azure-openai': { ...provider, entries: [plugin, wire, openai], dependencies: [wire, openai] },
};

/** The rule of a folder of packages/; undefined for a role that the design does not know. */
export function ruleOf(folder: string, allFolders: readonly string[]): PackageRule | undefined {
  if (folder === 'sdk') {
    const plugins = allFolders
      .filter((name) => /^(provider|adapter)-/.test(name))
      .map((name) => `@llm-tracker/${name}`);
    return {
      entries: [core, plugin, ...plugins],
      peerDependencies: [],
      dependencies: [core, ...plugins],
      devDependencies: [testing],
      vendors: 'all',
    };
  }
  return rules[folder] ?? (folder.startsWith('provider-') ? provider : undefined);
}

/** The ranges of vendor SDKs and drivers that we support, the same in every package that names one. */
export const vendorRanges: Readonly<Record<string, string>> = {
  openai: '>=4.104.0 <8',
  '@anthropic-ai/sdk': '>=0.60.0 <2',
  '@google/genai': '>=1.52.0 <4',
  '@google/generative-ai': '^0.24.0',
  '@aws-sdk/client-bedrock-runtime': '>=3.614.0 <4',
  pg: '^8.0.0',
  mysql2: '^3.0.0',
  mongodb: '^6.0.0 || ^7.0.0',
  typeorm: '^0.3.20 || ^1.0.0',
  '@clickhouse/client': '^1.0.0',
};

/** Libraries that encode what a vendor sends, as the wire-format server needs them. */
export const codecs: RegExp = /^@(smithy|aws-crypto)\//;
