import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/**
 * Unpacks a package of a Debian release, with all that it depends on down to the C library, beside the system: nothing is
 * installed, and it need be neither the release of this machine nor root who asks.
 */
export async function unpackDebianPackage(name: string, release: string, folder: string): Promise<void> {
  const mirror = await findDebianMirror();
  const download = join(folder, 'download');
  try {
    for (const path of ['lists/partial', 'cache/archives/partial', 'sources']) {
      mkdirSync(join(download, path), { recursive: true });
    }
    // No package counts as installed, so that apt fetches every one that is needed.
    writeFileSync(join(download, 'status'), '');
    writeFileSync(join(download, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} ${release} main\n`);
    writeFileSync(join(download, 'apt.conf'), aptConfiguration(download));
    const environment = { APT_CONFIG: join(download, 'apt.conf'), LC_ALL: 'C' };
    await runTool('apt-get', ['-q', 'update'], { environment });
    const install = ['-q', '-y', '--no-install-recommends', '--download-only', 'install', name];
    await runTool('apt-get', install, { environment });
    const archives = join(download, 'cache', 'archives');
    for (const file of readdirSync(archives).filter((path) => path.endsWith('.deb'))) {
      await runTool('dpkg-deb', ['--extract', join(archives, file), folder]);
    }
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}

/** The command that runs a program of an unpacked package with the C library and loader that came with it. */
export function unpackedCommand(folder: string, program: string): readonly [string, ...string[]] {
  const libraries = ['lib', 'usr/lib'].flatMap((path) =>
    existsSync(join(folder, path))
      ? readdirSync(join(folder, path))
          .filter((name) => name.endsWith('-linux-gnu'))
          .map((name) => join(folder, path, name))
      : [],
  );
  const loaders = libraries.flatMap((path) =>
    readdirSync(path)
      .filter((name) => name.startsWith('ld-linux'))
      .map((name) => join(path, name)),
  );
  const [loader] = loaders;
  if (loader === undefined) throw new Error(`${folder} holds no loader, ld-linux*.so`);
  return [loader, '--library-path', libraries.join(':'), join(folder, program)];
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The mirror that this machine is set up with, whatever its release. */
async function findDebianMirror(): Promise<string> {
  if (!existsSync(keyring)) throw new Error('this machine is not a Debian');
  const format = '$(REPO_URI) $(COMPONENT)';
  const targets = await runTool('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const mirror = /^(\S+\/debian\/) main$/m.exec(targets)?.[1];
  if (mirror === undefined) throw new Error('apt is set up with no mirror of Debian');
  return mirror;
}

function aptConfiguration(download: string): string {
  return `
Dir::State "${download}";
Dir::State::status "${download}/status";
Dir::Cache "${download}/cache";
Dir::Etc::SourceList "${download}/sources.list";
Dir::Etc::SourceParts "${download}/sources";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::Retries "1";
Acquire::http::Timeout "15";
Acquire::https::Timeout "15";
`;
}
