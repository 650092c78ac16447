import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileModule, readImports } from './read-imports.ts';

/** The parts of a package.json that are checked. */
export interface Manifest {
  name: string;
  private?: boolean;
  exports?: Record<string, unknown>;
  publishConfig?: { access?: string; exports?: Record<string, unknown> };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  devDependencies?: Record<string, string>;
}

/** A TypeScript file. `path` is relative to the root and has forward slashes; `isTest`: it is never published. */
export interface SourceFile extends FileModule {
  path: string;
  lineCount: number;
  isTest: boolean;
}

/** A folder with a package.json, and its TypeScript files. `path` is relative to the root. */
export interface WorkspacePackage {
  path: string;
  manifest: Manifest;
  files: SourceFile[];
}

/** Everything below the root that is ours, read once. */
export interface Workspace {
  root: string;
  packages: WorkspacePackage[];
}

const packageGlobs = ['packages/*', 'examples/*', 'tests', 'tests/tools/*', 'benchmarks'];
const ignoredFolders = new Set(['node_modules', 'dist', 'fixtures']);

/** Reads all packages of the workspace at `root`; throws when a file cannot be parsed. */
export function readWorkspace(root: string): Workspace {
  const packages = globSync(packageGlobs, { cwd: root })
    .sort()
    .filter((path) => existsSync(join(root, path, 'package.json')))
    .map((path) => ({
      path: path.replaceAll('\\', '/'),
      manifest: JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as Manifest,
      files: listFiles(join(root, path), '**/*.ts')
        .filter((file) => path !== 'tests' || !file.startsWith('tools/'))
        .map((file) => readSourceFile(root, `${path}/${file}`)),
    }));
  return { root, packages };
}

/** Paths below `folder` that match, sorted, with forward slashes, without what is installed, built or a fixture. */
export function listFiles(folder: string, pattern: string): string[] {
  return globSync(pattern, { cwd: folder, exclude: (name) => ignoredFolders.has(name.split(/[\\/]/).at(-1) ?? '') })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

function readSourceFile(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const isTest = !/^packages\/[^/]+\/src\//.test(path) || /\.test(-[a-z]+)?\.ts$/.test(path);
  return { path, isTest, lineCount: text.trimEnd().split('\n').length, ...readImports(path, text) };
}
