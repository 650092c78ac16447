import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkBoundaries } from './check-boundaries.ts';
import { type Changes, writeSampleRepository } from './write-sample-repository.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function problemsOf(changes?: Changes): string[] {
  const root = writeSampleRepository(changes);
  folders.push(root);
  return checkBoundaries(root);
}

test('this repository stands as designed', () => {
  expect(checkBoundaries(join(import.meta.dirname, '../..'))).toEqual([]);
});

test('a repository that breaks no rule has no problems', () => {
  expect(problemsOf()).toEqual([]);
});

describe('names the import', () => {
  test.each<[string, Changes, string]>([
    [
      'of a plugin by core',
      { 'packages/core/src/create.ts': "import { read } from '@llm-tracker/wire';\n" },
      'packages/core/src/create.ts:1 imports @llm-tracker/wire, which packages/core/package.json does not declare',
    ],
    [
      'of a plugin by core, although declared',
      {
        'packages/core/src/create.ts': "\nimport type { Reader } from '@llm-tracker/wire';\n",
        'packages/core/package.json': { dependencies: { '@llm-tracker/wire': 'workspace:^' } },
      },
      'packages/core/src/create.ts:2 imports @llm-tracker/wire, but core may import nothing',
    ],
    [
      "of core's entry for apps by a plugin",
      { 'packages/wire/src/read.ts': "export { createTracker } from '@llm-tracker/core';\n" },
      'packages/wire/src/read.ts:1 imports @llm-tracker/core, but wire may import @llm-tracker/core/plugin',
    ],
    [
      'of one plugin by another',
      {
        'packages/adapter-postgres/src/adapter.ts': "const wire = await import('@llm-tracker/wire');\n",
        'packages/adapter-postgres/package.json': {
          dependencies: { '@llm-tracker/sql': 'workspace:^', '@llm-tracker/wire': 'workspace:^' },
        },
      },
      'packages/adapter-postgres/src/adapter.ts:1 imports @llm-tracker/wire, but adapter-postgres may import @llm-tracker/core/plugin, @llm-tracker/sql',
    ],
    [
      'of a vendor SDK at run time',
      { 'packages/provider-openai/src/hook.ts': "import { type OpenAI } from 'openai';\n" },
      'packages/provider-openai/src/hook.ts:1 imports openai (static), but provider-openai may use the vendor SDK by import type only',
    ],
    [
      'of a driver before connect()',
      { 'packages/adapter-postgres/src/adapter.ts': "import pg from 'pg';\n" },
      'packages/adapter-postgres/src/adapter.ts:1 imports pg (static), but adapter-postgres may use its driver by import() only',
    ],
    [
      "of another package's inside",
      { 'packages/wire/src/read.ts': "type Call = import('@llm-tracker/core/src/plugin.ts').Call;\n" },
      'packages/wire/src/read.ts:1 imports @llm-tracker/core/src/plugin.ts, which that package does not export',
    ],
    [
      "of another package's inside by a relative path",
      { 'packages/wire/src/read.test.ts': "import { x } from '../../core/src/index.ts';\n" },
      'packages/wire/src/read.test.ts:1 imports ../../core/src/index.ts, which lies outside packages/wire: import packages by their published names',
    ],
    [
      "of a package's inside by tests that join packages",
      { 'tests/join.test.ts': "import { x } from '../packages/core/src/index.ts';\n" },
      'tests/join.test.ts:1 imports ../packages/core/src/index.ts, which lies outside tests: import packages by their published names',
    ],
    [
      'of a test by a published source',
      { 'packages/sql/src/a.ts': "import './b.test.ts';\n", 'packages/sql/src/b.test.ts': '' },
      'packages/sql/src/a.ts:1 imports the test ./b.test.ts into a published source',
    ],
    [
      'of what only development declares by a published source',
      { 'packages/provider-openai/src/hook.ts': "import type { Kit } from '@llm-tracker/testing';\n" },
      'packages/provider-openai/src/hook.ts:1 imports @llm-tracker/testing, which packages/provider-openai/package.json does not declare',
    ],
    [
      'of an undeclared package by a test',
      { 'packages/sql/src/a.test.ts': "import pg from 'pg';\n" },
      'packages/sql/src/a.test.ts:1 imports pg, which packages/sql/package.json does not declare',
    ],
    [
      'of a computed module',
      { 'packages/sql/src/a.ts': 'export const load = (name: string): unknown => import(name);\n' },
      'packages/sql/src/a.ts:1 imports a computed module, which nothing can check',
    ],
  ])('%s', (_name, changes, problem) => {
    expect(problemsOf(changes)).toContain(problem);
  });

  test('not, when the table allows it', () => {
    const allowed = {
      'packages/core/src/plugin.ts': "import { open } from 'node:fs';\nimport { answer } from './index.ts';\n",
      'packages/wire/src/read.ts': "import { wrap } from '@llm-tracker/core/plugin';\n",
      'packages/provider-openai/src/hook.ts':
        "import type OpenAI from 'openai';\nimport { read } from '@llm-tracker/wire';\n",
      'packages/provider-openai/src/hook.test.ts':
        "import { test } from 'vitest';\nimport { createTracker } from '@llm-tracker/core';\nimport OpenAI from 'openai';\nimport { kit } from '@llm-tracker/testing';\n",
      'packages/provider-openai/test/kit.test.ts':
        "import { OpenAI4 } from '../../../tests/tools/sdk-matrix/openai.ts';\n",
      'packages/adapter-postgres/src/adapter.ts':
        "const { Pool } = await import('pg');\nimport { upsert } from '@llm-tracker/sql';\n",
      'packages/testing/src/server.ts': "import { createTracker } from '@llm-tracker/core';\n",
      'tests/join.test.ts': "import { createTracker } from '@llm-tracker/core';\nimport { x } from './other.ts';\n",
    };
    expect(problemsOf(allowed)).toEqual([]);
  });
});

describe('names the package.json', () => {
  test.each<[string, Changes, string]>([
    [
      'of core with a dependency',
      { 'packages/core/package.json': { dependencies: { zod: '^4.0.0' } } },
      'packages/core/package.json has zod in dependencies, where it may name no package of others',
    ],
    [
      'of core that develops with a package of ours',
      { 'packages/core/package.json': { devDependencies: { '@llm-tracker/testing': 'workspace:^' } } },
      'packages/core/package.json has @llm-tracker/testing in devDependencies, where it may name no package of ours',
    ],
    [
      'of a plugin that brings its own core',
      { 'packages/sql/package.json': { dependencies: { '@llm-tracker/core': 'workspace:^' } } },
      'packages/sql/package.json has @llm-tracker/core in dependencies, where it may name no package of ours',
    ],
    [
      'of a plugin without core as its peer',
      { 'packages/wire/package.json': { peerDependencies: {} } },
      'packages/wire/package.json has no peer @llm-tracker/core',
    ],
    [
      'of a vendor peer that every app would have to install',
      { 'packages/provider-openai/package.json': { peerDependenciesMeta: {} } },
      'packages/provider-openai/package.json has the peer openai, which is not optional',
    ],
    [
      'of a vendor range that differs from what is supported',
      {
        'packages/adapter-postgres/package.json': { peerDependencies: { '@llm-tracker/core': 'workspace:^', pg: '*' } },
      },
      'packages/adapter-postgres/package.json has pg as *, not ^8.0.0',
    ],
    [
      'of a package of ours at a range of its own',
      { 'packages/wire/package.json': { peerDependencies: { '@llm-tracker/core': '^1.0.0' } } },
      'packages/wire/package.json has @llm-tracker/core as ^1.0.0, not workspace:^',
    ],
    [
      'of another shape',
      { 'packages/sql/package.json': { homepage: 'https://example.com' } },
      'packages/sql/package.json has the members name, version, description, keywords, license, type, sideEffects, engines, files, exports, publishConfig, scripts, peerDependencies, homepage, not name, version, description, keywords, license, type, sideEffects, engines, files, exports, publishConfig, scripts, peerDependencies',
    ],
    [
      'of another supported Node',
      { 'packages/sql/package.json': { engines: { node: '>=20' } } },
      'packages/sql/package.json has engines {"node":">=20"}, not {"node":">=22.13"}',
    ],
    [
      'that publishes the source condition',
      { 'packages/sql/package.json': { publishConfig: { access: 'public' } } },
      'packages/sql/package.json has a publishConfig that is not public access and its exports without the source condition',
    ],
    [
      'of a role that nobody designed',
      { 'packages/gateway/package.json': '{ "name": "@llm-tracker/gateway" }' },
      'packages/gateway/package.json has a role that tests/boundaries/package-rules.ts does not know',
    ],
    [
      'that is missing from the version group',
      { '.changeset/config.json': '{ "fixed": [["@llm-tracker/core"]] }' },
      '.changeset/config.json must hold one fixed group of @llm-tracker/adapter-postgres, @llm-tracker/core, @llm-tracker/provider-openai, @llm-tracker/sql, @llm-tracker/testing, @llm-tracker/wire, not [["@llm-tracker/core"]]',
    ],
  ])('%s', (_name, changes, problem) => {
    expect(problemsOf(changes)).toContain(problem);
  });
});

describe('names the file', () => {
  test.each<[string, Changes, string]>([
    [
      'that is longer than 300 lines',
      { 'packages/core/src/long.ts': 'export {};\n'.repeat(301) },
      'packages/core/src/long.ts has 301 lines, more than 300: split it by what changes together',
    ],
    [
      'with a vague name',
      { 'packages/core/src/string-utils.ts': '' },
      'packages/core/src/string-utils.ts has a name that says nothing: name it after its one main export',
    ],
    [
      'that collects types',
      { 'packages/core/src/types.ts': '' },
      'packages/core/src/types.ts has a name that says nothing: name it after its one main export',
    ],
    [
      'with a default export',
      { 'packages/core/src/a.ts': 'export default 1;\n' },
      'packages/core/src/a.ts:1 has a default export: export it by name',
    ],
    [
      'that exports a whole module',
      { 'packages/core/src/index.ts': "export * from './a.ts';\n", 'packages/core/src/a.ts': '' },
      'packages/core/src/index.ts:1 exports a whole module: list the names',
    ],
    [
      'with a link that leads nowhere',
      { 'README.md': 'See\n[it](docs/guide.md#top).\n' },
      'README.md:2 names docs/guide.md#top, which does not exist',
    ],
    [
      'that names a path which is gone',
      { 'packages/core/README.md': 'See `packages/core/src/gone.ts`.\n' },
      'packages/core/README.md:1 names packages/core/src/gone.ts, which does not exist',
    ],
  ])('%s', (_name, changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });
});
