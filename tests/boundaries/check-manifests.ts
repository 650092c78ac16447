import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { folderOf, isOurs } from './check-imports.ts';
import { codecs, type PackageRule, ruleOf, vendorRanges } from './package-rules.ts';
import type { Manifest, Workspace, WorkspacePackage } from './read-workspace.ts';

const sourceCondition = 'llm-tracker-source';

/** The members of a published package.json, in their order. */
const memberOrder = [
  'name',
  'version',
  'description',
  'keywords',
  'license',
  'type',
  'sideEffects',
  'engines',
  'files',
  'exports',
  'publishConfig',
  'scripts',
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'devDependencies',
];
const optionalMembers = ['dependencies', 'peerDependencies', 'peerDependenciesMeta', 'devDependencies'];

/** The members that are the same in all of them. */
const fixedMembers = {
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=22.13' },
  files: ['dist'],
  scripts: { build: 'tsdown' },
};

/** What the package.json files of packages/ declare against the table, and where their shape differs. */
export function checkManifests(workspace: Workspace): string[] {
  const folders = workspace.packages.map(folderOf);
  const published = workspace.packages.filter(({ path }) => path.startsWith('packages/'));
  return [
    ...published.flatMap((owner) => {
      const rule = ruleOf(folderOf(owner), folders);
      const problems =
        rule === undefined
          ? ['has a role that tests/boundaries/package-rules.ts does not know']
          : [...checkShape(workspace.root, owner), ...checkDependencies(owner, rule)];
      return problems.map((problem) => `${owner.path}/package.json ${problem}`);
    }),
    ...checkVersionGroup(workspace.root, published),
  ];
}

function checkShape(root: string, { path, manifest }: WorkspacePackage): string[] {
  const problems: string[] = [];
  const folder = path.replace('packages/', '');
  const name = folder === 'sdk' ? 'llm-tracker-sdk' : `@llm-tracker/${folder}`;
  if (manifest.name !== name) problems.push(`is named ${manifest.name}, not ${name}`);

  const members = Object.keys(manifest);
  const expected = memberOrder.filter((member) => members.includes(member) || !optionalMembers.includes(member));
  if (!isDeepStrictEqual(members, expected))
    problems.push(`has the members ${members.join(', ')}, not ${expected.join(', ')}`);
  for (const [member, value] of Object.entries(fixedMembers)) {
    const actual: unknown = Reflect.get(manifest, member);
    if (!isDeepStrictEqual(actual, value))
      problems.push(`has ${member} ${JSON.stringify(actual)}, not ${JSON.stringify(value)}`);
  }

  const publishedExports = Object.fromEntries(
    Object.entries(manifest.exports ?? {}).map(([entry, target]) => [entry, withoutSource(target)]),
  );
  if (!isDeepStrictEqual(manifest.publishConfig, { access: 'public', exports: publishedExports })) {
    problems.push('has a publishConfig that is not public access and its exports without the source condition');
  }
  for (const file of ['README.md', 'tsconfig.json', 'src/index.ts']) {
    if (!existsSync(join(root, path, file))) problems.push(`has no ${file} beside it`);
  }
  return problems;
}

/** An export target as it is published; one that is left with the default condition alone is just that file. */
function withoutSource(target: unknown): unknown {
  if (typeof target !== 'object' || target === null) return target;
  const conditions = Object.entries(target).filter(([condition]) => condition !== sourceCondition);
  return conditions.length === 1 && conditions[0]?.[0] === 'default'
    ? conditions[0][1]
    : Object.fromEntries(conditions);
}

function checkDependencies({ manifest }: WorkspacePackage, rule: PackageRule): string[] {
  const problems: string[] = [];
  for (const kind of ['dependencies', 'peerDependencies', 'devDependencies'] as const) {
    for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
      if (isOurs(name)) {
        if (!rule[kind].includes(name)) {
          problems.push(`has ${name} in ${kind}, where it may name ${rule[kind].join(', ') || 'no package of ours'}`);
        } else if (range !== 'workspace:^') problems.push(`has ${name} as ${range}, not workspace:^`);
      } else {
        problems.push(...checkVendor(manifest, rule, kind, name, range));
      }
    }
  }
  for (const name of rule.peerDependencies) {
    if (manifest.peerDependencies?.[name] === undefined) problems.push(`has no peer ${name}`);
  }
  return problems;
}

function checkVendor(
  manifest: Manifest,
  { vendors }: PackageRule,
  kind: 'dependencies' | 'peerDependencies' | 'devDependencies',
  name: string,
  range: string,
): string[] {
  if (kind === 'devDependencies') return [];
  const problems: string[] = [];
  const home = {
    none: null,
    types: 'peerDependencies',
    'on connect': 'peerDependencies',
    codecs: 'dependencies',
    all: 'dependencies',
  }[vendors];
  const isDriverOfAll = vendors === 'all' && kind === 'peerDependencies';
  if (kind !== home && !isDriverOfAll) return [`has ${name} in ${kind}, where it may name no package of others`];
  if (vendors === 'codecs') {
    return codecs.test(name) ? [] : [`has ${name} in dependencies, which is no codec library`];
  }
  if (kind === 'peerDependencies' && manifest.peerDependenciesMeta?.[name]?.optional !== true) {
    problems.push(`has the peer ${name}, which is not optional`);
  }
  const supported = vendorRanges[name];
  if (supported !== range) {
    problems.push(`has ${name} as ${range}, not ${supported ?? 'a range of tests/boundaries/package-rules.ts'}`);
  }
  return problems;
}

/** All published packages have one version: "everything 0.7" is an answer that a user can act on. */
function checkVersionGroup(root: string, published: readonly WorkspacePackage[]): string[] {
  const { fixed } = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8')) as { fixed: string[][] };
  const names = published.map(({ manifest }) => manifest.name).sort();
  const group = [...(fixed[0] ?? [])].sort();
  if (fixed.length === 1 && isDeepStrictEqual(group, names)) return [];
  return [`.changeset/config.json must hold one fixed group of ${names.join(', ')}, not ${JSON.stringify(fixed)}`];
}
