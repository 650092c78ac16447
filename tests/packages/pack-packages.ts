import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run/run-command.ts';

const root = join(import.meta.dirname, '../..');
// Inside `pnpm run` it is on the PATH; a test that is run alone has only npx.
const pnpm: readonly [string, ...string[]] =
  process.env['npm_config_user_agent']?.startsWith('pnpm') === true ? ['pnpm'] : ['npx', '-y', 'pnpm@12'];

/** The packages as npm would serve them. */
export interface PackedTarballs {
  /** Temporary; the caller removes it. */
  folder: string;
  /** Paths of the tarballs by package name. */
  tarballs: Record<string, string>;
}

/** With a project that has installed them. */
export interface PackedPackages extends PackedTarballs {
  /** A project in `folder` whose node_modules holds all of them. */
  project: string;
  /** `@llm-tracker/core`, `@llm-tracker/core/plugin`, … */
  entries: string[];
}

/** Packs every published package and installs the tarballs, without a network. */
export async function packPackages(): Promise<PackedPackages> {
  const { folder, tarballs } = await packTarballs();
  const project = join(folder, 'project');
  const entries = readManifests().flatMap(({ name, exports }) =>
    Object.keys(exports)
      .filter((entry) => entry !== './package.json')
      .map((entry) => name + entry.slice(1)),
  );
  await installTarballs(project, tarballs, Object.keys(tarballs));
  return { folder, tarballs, project, entries };
}

/** Packs every published package. Needs a build. */
export async function packTarballs(): Promise<PackedTarballs> {
  const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-packed-'));
  await run([...pnpm, '-r', '--filter', './packages/*', 'pack', '--pack-destination', folder], root);
  const tarballs = Object.fromEntries(
    readManifests().map(({ name, version }) => [
      name,
      join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
    ]),
  );
  return { folder, tarballs };
}

interface Manifest {
  folder: string;
  name: string;
  version: string;
  exports: Record<string, unknown>;
  dependencies?: Record<string, string>;
}

function readManifests(): Manifest[] {
  return readdirSync(join(root, 'packages')).map((folder) => ({
    ...(JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as Omit<Manifest, 'folder'>),
    folder,
  }));
}

/**
 * Makes a project at `path` that depends on some of the packages. What they depend on in turn comes along: our packages from the tarballs,
 * since our versions are not on npm yet, and the vendors' SDKs as this workspace has them, since a test downloads nothing. Optional peers stay away.
 */
export async function installTarballs(
  path: string,
  tarballs: Record<string, string>,
  names: readonly string[],
): Promise<void> {
  mkdirSync(path);
  const files = Object.fromEntries(Object.entries(tarballs).map(([name, tarball]) => [name, `file:${tarball}`]));
  const dependencies = Object.fromEntries(names.map((name) => [name, files[name]]));
  writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const overrides = Object.entries({ ...files, ...linkedVendors() }).map(
    ([name, target]) => `  ${JSON.stringify(name)}: ${JSON.stringify(target)}\n`,
  );
  writeFileSync(
    join(path, 'pnpm-workspace.yaml'),
    `pmOnFail: ignore\nautoInstallPeers: false\noverrides:\n${overrides.join('')}`,
  );
  await run([...pnpm, 'install', '--offline', '--ignore-scripts'], path);
}

/** The dependencies of our packages on packages of others, as links to where this workspace has them. */
function linkedVendors(): Record<string, string> {
  return Object.fromEntries(
    readManifests().flatMap(({ folder, dependencies = {} }) =>
      Object.entries(dependencies)
        .filter(([, range]) => !range.startsWith('workspace:'))
        .map(([name]) => [name, `link:${join(root, 'packages', folder, 'node_modules', name)}`]),
    ),
  );
}

async function run(command: readonly [string, ...string[]], cwd: string): Promise<void> {
  const { ok, output } = await runCommand(command, { cwd });
  if (!ok) throw new Error(`${command.join(' ')} failed in ${cwd}:\n${output}`);
}
