import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run/run-command.ts';

const root = join(import.meta.dirname, '../..');
// Inside `pnpm run` it is on the PATH; a test that is run alone has only npx.
const pnpm: readonly [string, ...string[]] =
  process.env['npm_config_user_agent']?.startsWith('pnpm') === true ? ['pnpm'] : ['npx', '-y', 'pnpm@12'];

/** The packages as npm would serve them, and a project that has installed them. */
export interface PackedPackages {
  /** Temporary; the caller removes it. */
  folder: string;
  /** Paths of the tarballs by package name. */
  tarballs: Record<string, string>;
  /** A project in `folder` whose node_modules holds all of them. */
  project: string;
  /** `@llm-tracker/core`, `@llm-tracker/core/plugin`, … */
  entries: string[];
}

/** Packs every published package and installs the tarballs, without a network. Needs a build. */
export async function packPackages(): Promise<PackedPackages> {
  const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-packed-'));
  const project = join(folder, 'project');
  await run([...pnpm, '-r', '--filter', './packages/*', 'pack', '--pack-destination', folder], root);

  const manifests = readdirSync(join(root, 'packages')).map(
    (name) => JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest,
  );
  const tarballs = Object.fromEntries(
    manifests.map(({ name, version }) => [
      name,
      join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
    ]),
  );
  const entries = manifests.flatMap(({ name, exports }) =>
    Object.keys(exports)
      .filter((entry) => entry !== './package.json')
      .map((entry) => name + entry.slice(1)),
  );
  await installInto(project, tarballs);
  return { folder, tarballs, project, entries };
}

interface Manifest {
  name: string;
  version: string;
  exports: Record<string, unknown>;
}

async function installInto(project: string, tarballs: Record<string, string>): Promise<void> {
  mkdirSync(project);
  const files = Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`] as const);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ private: true, dependencies: Object.fromEntries(files) }),
  );
  // Our versions are not on npm yet: what the packages ask of each other comes from the tarballs too.
  const overrides = files.map(([name, file]) => `  ${JSON.stringify(name)}: ${JSON.stringify(file)}\n`).join('');
  writeFileSync(join(project, 'pnpm-workspace.yaml'), `pmOnFail: ignore\noverrides:\n${overrides}`);
  await run([...pnpm, 'install', '--offline', '--ignore-scripts'], project);
}

async function run(command: readonly [string, ...string[]], cwd: string): Promise<void> {
  const { ok, output } = await runCommand(command, { cwd });
  if (!ok) throw new Error(`${command.join(' ')} failed in ${cwd}:\n${output}`);
}
