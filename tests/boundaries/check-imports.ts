import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path/posix';
import { codecs, type PackageRule, ruleOf } from './package-rules.ts';
import type { ModuleImport } from './read-imports.ts';
import type { Manifest, SourceFile, Workspace, WorkspacePackage } from './read-workspace.ts';

/** Imports that the table of packages does not allow, as sentences that begin with file and line. */
export function checkImports(workspace: Workspace): string[] {
  const entries = publishedEntries(workspace);
  const folders = workspace.packages.map(folderOf);
  return workspace.packages.flatMap((owner) => {
    const isPublished = owner.path.startsWith('packages/');
    const rule = isPublished ? ruleOf(folderOf(owner), folders) : undefined;
    return owner.files.flatMap((file) =>
      file.imports.flatMap((imported) => {
        const problem =
          checkTarget(owner, file, imported, entries) ??
          (isPublished && !file.isTest ? checkSource(owner, imported, rule) : undefined);
        return problem === undefined ? [] : [`${file.path}:${imported.line} ${problem}`];
      }),
    );
  });
}

/** Every specifier under which packages of ours may be imported. */
function publishedEntries({ packages }: Workspace): ReadonlySet<string> {
  return new Set(
    packages.flatMap(({ manifest }) =>
      Object.keys(manifest.exports ?? {}).map((entry) => `${manifest.name}${entry.slice(1)}`),
    ),
  );
}

/** What holds in every file, tests and examples included. */
function checkTarget(
  owner: WorkspacePackage,
  file: SourceFile,
  { specifier }: ModuleImport,
  entries: ReadonlySet<string>,
): string | undefined {
  if (specifier === null || isBuiltin(specifier)) return undefined;
  if (specifier.startsWith('.')) return checkRelative(owner, file, specifier);
  const name = packageNameOf(specifier);
  if (isOurs(name) && !entries.has(specifier)) {
    return `imports ${specifier}, which that package does not export`;
  }
  if (!isDeclared(owner.manifest, name, file.isTest)) {
    return `imports ${specifier}, which ${owner.path}/package.json does not declare`;
  }
  return undefined;
}

function checkRelative(owner: WorkspacePackage, file: SourceFile, specifier: string): string | undefined {
  const target = join(dirname(file.path), specifier);
  const home = file.isTest ? owner.path : `${owner.path}/src`;
  if (target.startsWith(`${home}/`)) return undefined;
  // Only tests reach what only tests install.
  if (file.isTest && target.startsWith('tests/tools/')) return undefined;
  return `imports ${specifier}, which lies outside ${home}: import packages by their published names`;
}

/** What holds in the published sources of a package, by its rule. */
function checkSource(
  owner: WorkspacePackage,
  { specifier, how }: ModuleImport,
  rule: PackageRule | undefined,
): string | undefined {
  if (rule === undefined) return undefined;
  if (specifier === null) return 'imports a computed module, which nothing can check';
  if (isBuiltin(specifier)) return undefined;
  if (specifier.startsWith('.')) {
    return /\.test(-[a-z]+)?\.ts$/.test(specifier)
      ? `imports the test ${specifier} into a published source`
      : undefined;
  }
  const name = packageNameOf(specifier);
  if (isOurs(name)) {
    return rule.entries.includes(specifier)
      ? undefined
      : `imports ${specifier}, but ${folderOf(owner)} may import ${rule.entries.join(', ') || 'nothing'}`;
  }
  const allowed =
    rule.vendors === 'all' ||
    (rule.vendors === 'types' && how === 'types') ||
    (rule.vendors === 'on connect' && how === 'dynamic') ||
    (rule.vendors === 'codecs' && codecs.test(name));
  return allowed
    ? undefined
    : `imports ${specifier} (${how}), but ${folderOf(owner)} may use ${vendorUse[rule.vendors]}`;
}

const vendorUse: Record<PackageRule['vendors'], string> = {
  none: 'no package of others',
  types: 'the vendor SDK by import type only',
  'on connect': 'its driver by import() only',
  codecs: 'codec libraries only',
  all: 'all',
};

function isDeclared(manifest: Manifest, name: string, isTest: boolean): boolean {
  const declared = {
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...(isTest ? manifest.devDependencies : {}),
  };
  // The test runner belongs to the root.
  return name in declared || name === manifest.name || (isTest && name === 'vitest');
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** Whether a package is one of this repository. */
export function isOurs(name: string): boolean {
  return name.startsWith('@llm-tracker/') || name === 'llm-tracker-sdk';
}

/** The last part of a package's path, which states its role. */
export function folderOf({ path }: WorkspacePackage): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
